import { MynaError } from '../../../src/shared/protocol/errors'
import { findAll, parseXml, textOfFirst } from '../markup/xml-tree'

/** What an EPUB's package document (OPF of EPUB 2.0.1 and 3.3) says. Paths are from the root of the archive. */
export interface EpubPackage {
  readonly title: string | null
  readonly author: string | null
  readonly language: string | null
  /** Documents in reading order. */
  readonly spine: readonly string[]
  /** The table of contents: EPUB 3's navigation document, EPUB 2's NCX; null where there is none. */
  readonly navPath: string | null
  readonly ncxPath: string | null
  readonly coverPath: string | null
  readonly coverType: 'image/jpeg' | 'image/png' | null
}

interface Item {
  readonly path: string
  readonly type: string
  readonly properties: readonly string[]
}

/** Errors: `document-damaged` where it names nothing to read. */
export function readPackage(source: string, packagePath: string): EpubPackage {
  const root = parseXml(source)
  const items = new Map<string, Item>()
  for (const { attributes } of findAll(root, 'item')) {
    const path = resolvePath(packagePath, attributes['href'] ?? '')
    if (path !== null) items.set(attributes['id'] ?? '', { path, type: attributes['media-type'] ?? '', properties: (attributes['properties'] ?? '').split(/\s+/) })
  }
  const spine = findAll(root, 'itemref')
    .filter(({ attributes }) => attributes['linear'] !== 'no')
    .flatMap(({ attributes }) => items.get(attributes['idref'] ?? '') ?? [])
    .map(({ path }) => path)
  if (spine.length === 0) throw new MynaError('document-damaged', `${packagePath} lists nothing to read`)
  const all = [...items.values()]
  const coverId = findAll(root, 'meta').find(({ attributes }) => attributes['name'] === 'cover')?.attributes['content']
  const cover = all.find(({ properties }) => properties.includes('cover-image')) ?? items.get(coverId ?? '')
  const coverType = cover?.type === 'image/jpeg' || cover?.type === 'image/png' ? cover.type : null
  const tocId = findAll(root, 'spine')[0]?.attributes['toc'] ?? ''
  return {
    title: textOfFirst(root, 'title'),
    author: findAll(root, 'creator').map(({ text }) => text.trim()).filter((name) => name !== '').join(', ') || null,
    language: textOfFirst(root, 'language'),
    spine,
    navPath: all.find(({ properties }) => properties.includes('nav'))?.path ?? null,
    ncxPath: (items.get(tocId) ?? all.find(({ type }) => type === 'application/x-dtbncx+xml'))?.path ?? null,
    coverPath: coverType === null ? null : (cover?.path ?? null),
    coverType,
  }
}

/** A link of the file at `from` as a path in the archive, its fragment kept; null where it leads out of the book. */
export function resolvePath(from: string, link: string): string | null {
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(link)) return null
  const [path = '', fragment] = link.split('#', 2)
  const tail = fragment === undefined ? '' : `#${decoded(fragment)}`
  if (path === '') return from + tail
  const parts: string[] = []
  for (const part of [...from.split('/').slice(0, -1), ...decoded(path).split('/')]) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/') + tail
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
