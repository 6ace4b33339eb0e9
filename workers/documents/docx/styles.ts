import { findAll, parseXml, type XmlElement } from '../markup/xml-tree'

/** What a paragraph style of a Word document means. */
export interface ParagraphStyle {
  /** Of a heading, 1 to 6; null for text. */
  readonly level: number | null
  /** A line of a table of contents. */
  readonly isContents: boolean
}

/** WordprocessingML counts outline levels from 0; 9 is text. */
const DEEPEST_LEVEL = 6

/** The paragraph styles of `styles.xml` (ECMA-376, 17.7) by their ids, each with what it has from those it is based on. */
export function readStyles(source: string): ReadonlyMap<string, ParagraphStyle> {
  const styles = new Map(findAll(parseXml(source), 'style').map((style) => [value(style, 'styleId'), style]))
  return new Map([...styles].map(([id, style]) => [id, meaningOf(style, styles)]))
}

/** The language that the text is in where nothing else is said of it. */
export function defaultLanguage(source: string): string | null {
  const defaults = findAll(parseXml(source), 'rPrDefault')[0]
  const language = defaults && findAll(defaults, 'lang')[0]
  return (language && value(language, 'val')) || null
}

function meaningOf(style: XmlElement, styles: ReadonlyMap<string, XmlElement>): ParagraphStyle {
  let level: number | null = null
  let isContents = false
  let current: XmlElement | undefined = style
  const seen = new Set<XmlElement>()
  while (current !== undefined && !seen.has(current)) {
    seen.add(current)
    const name = value(findAll(current, 'name')[0], 'val')
    const outline = findAll(current, 'outlineLvl')[0]
    isContents ||= /^toc (?:\d|heading)/i.test(name)
    level ??= outline ? headingLevel(value(outline, 'val')) : levelOfName(name)
    current = styles.get(value(findAll(current, 'basedOn')[0], 'val'))
  }
  return { level, isContents }
}

/** Of an outline level as the file has it. */
export function headingLevel(outline: string): number | null {
  const level = Number(outline) + 1
  return level >= 1 && level <= DEEPEST_LEVEL ? level : null
}

function levelOfName(name: string): number | null {
  if (name.toLowerCase() === 'title') return 1
  const level = Number(/^heading (\d)$/i.exec(name)?.[1])
  return level >= 1 && level <= DEEPEST_LEVEL ? level : null
}

function value(element: XmlElement | undefined, name: string): string {
  return element?.attributes[`w:${name}`] ?? element?.attributes[name] ?? ''
}
