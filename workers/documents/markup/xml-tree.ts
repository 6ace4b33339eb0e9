import { Parser } from 'htmlparser2'
import { MynaError } from '../../../src/shared/protocol/errors'
import { oneLine } from '../blocks'

/** An element of a small XML file (a package, a table of contents); names without their prefix. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** Its own text and that of all in it. */
  readonly text: string
}

const DEEPEST = 200

interface Growing extends XmlElement {
  readonly children: Growing[]
  text: string
}

/** Parses leniently: what is not closed ends with the file. Errors: `document-damaged` (nested beyond all measure). */
export function parseXml(source: string): XmlElement {
  const root: Growing = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length > DEEPEST) throw new MynaError('document-damaged', `elements nested deeper than ${DEEPEST}`)
        const element: Growing = { name: localName(name), attributes, children: [], text: '' }
        open.at(-1)?.children.push(element)
        open.push(element)
      },
      onclosetag() {
        const closed = open.pop()
        const parent = open.at(-1)
        if (closed && parent) parent.text += closed.text
      },
      ontext(text) {
        const last = open.at(-1)
        if (last) last.text += text
      },
    },
    { xmlMode: true },
  )
  parser.write(source)
  parser.end()
  return root
}

/** All elements of that name inside `element`, in their order. */
export function findAll(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...findAll(child, name)])
}

/** The text of the first element of that name; null where there is none, or it is empty. */
export function textOfFirst(element: XmlElement, name: string): string | null {
  return oneLine(findAll(element, name)[0]?.text ?? '') || null
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
