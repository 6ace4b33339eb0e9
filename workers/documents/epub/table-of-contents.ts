import { oneLine } from '../blocks'
import { findAll, parseXml, type XmlElement } from '../markup/xml-tree'
import { resolvePath } from './package-file'

/** A line of a table of contents. */
export interface TocEntry {
  readonly title: string
  /** Path in the archive, with `#id` where it is a place inside a file. */
  readonly address: string
}

interface Branch {
  readonly title: string
  readonly address: string | null
  readonly branches: readonly Branch[]
}

/** Parts and their chapters; what is below them are sections of a chapter. */
const DEPTH = 2

/** EPUB 2's table of contents (NCX, ANSI/NISO Z39.86-2005). */
export function readNcx(source: string, path: string): readonly TocEntry[] {
  const map = findAll(parseXml(source), 'navMap')[0]
  return map ? entriesOf(ncxBranches(map, path)) : []
}

/** EPUB 3's navigation document: the list that says that it is the table of contents, else the first one. */
export function readNav(source: string, path: string): readonly TocEntry[] {
  const lists = findAll(parseXml(source), 'nav')
  const toc = lists.find(({ attributes }) => /\btoc\b/.test(attributes['epub:type'] ?? attributes['role'] ?? '')) ?? lists[0]
  const list = toc?.children.find(({ name }) => name === 'ol')
  return list ? entriesOf(navBranches(list, path)) : []
}

function ncxBranches(element: XmlElement, path: string): readonly Branch[] {
  return element.children
    .filter(({ name }) => name === 'navPoint')
    .map((point) => ({
      title: oneLine(point.children.find(({ name }) => name === 'navLabel')?.text ?? ''),
      address: resolvePath(path, point.children.find(({ name }) => name === 'content')?.attributes['src'] ?? ''),
      branches: ncxBranches(point, path),
    }))
}

function navBranches(list: XmlElement, path: string): readonly Branch[] {
  return list.children
    .filter(({ name }) => name === 'li')
    .map((item) => {
      const label = item.children.find(({ name }) => name === 'a' || name === 'span')
      const below = item.children.find(({ name }) => name === 'ol')
      const link = label?.attributes['href']
      return {
        title: oneLine(label?.text ?? ''),
        address: link === undefined ? null : resolvePath(path, link),
        branches: below ? navBranches(below, path) : [],
      }
    })
}

/** A book that is all one entry with everything below it is told by what is below. */
function entriesOf(branches: readonly Branch[]): readonly TocEntry[] {
  const [only] = branches
  if (only && branches.length === 1 && only.branches.length > 1) return [...flat([{ ...only, branches: [] }], 1), ...flat(only.branches, DEPTH)]
  return flat(branches, DEPTH)
}

function flat(branches: readonly Branch[], depth: number): readonly TocEntry[] {
  if (depth === 0) return []
  return branches.flatMap(({ title, address, branches: below }) => [...(address === null ? [] : [{ title, address }]), ...flat(below, depth - 1)])
}
