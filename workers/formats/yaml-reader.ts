import { MynaError } from '../../src/shared/protocol/errors'

interface Line {
  readonly number: number
  readonly indent: number
  readonly text: string
}

/**
 * Reads the part of YAML that configurations are written in: mappings and lists by indentation, scalars plain or in quotes, and
 * lists and mappings in brackets on one line. Gives what JSON would. Errors: `model-invalid` with the line, above all for what
 * else YAML knows (blocks of text, anchors, tags).
 */
export function readYaml(text: string): unknown {
  const lines = text.split(/\r?\n/).flatMap((line, i): readonly Line[] => {
    const content = withoutComment(line).trimEnd()
    if (content.trim() === '' || content === '---') return []
    if (/^ *\t/.test(content)) throw unreadable(i + 1, 'a tab in front')
    return [{ number: i + 1, indent: content.length - content.trimStart().length, text: content.trimStart() }]
  })
  const { value, next } = readBlock(lines, 0, lines[0]?.indent ?? 0)
  const rest = lines[next]
  if (rest !== undefined) throw unreadable(rest.number, 'it is indented otherwise')
  return value
}

interface Read {
  readonly value: unknown
  /** Of the first line behind it. */
  readonly next: number
}

const isItem = ({ text }: Line) => text === '-' || text.startsWith('- ')

function readBlock(lines: readonly Line[], at: number, indent: number): Read {
  const first = lines[at]
  if (first === undefined || first.indent < indent) return { value: null, next: at }
  return isItem(first) ? readList(lines, at, first.indent) : readMapping(lines, at, first.indent)
}

function readList(lines: readonly Line[], at: number, indent: number): Read {
  const items: unknown[] = []
  for (let line = lines[at]; line?.indent === indent && isItem(line); line = lines[at]) {
    items.push(readValue(line, line.text.slice(1).trim()))
    at++
  }
  return { value: items, next: at }
}

function readMapping(lines: readonly Line[], at: number, indent: number): Read {
  const entries: (readonly [string, unknown])[] = []
  for (let line = lines[at]; line?.indent === indent && !isItem(line); line = lines[at]) {
    const { key, rest } = splitKey(line)
    at++
    if (rest !== '') {
      entries.push([key, readValue(line, rest)])
      continue
    }
    const following = lines[at]
    // A list may stand as far to the left as its key.
    const deeper = following !== undefined && (following.indent > indent || (following.indent === indent && isItem(following)))
    const inner = deeper ? readBlock(lines, at, following.indent) : { value: null, next: at }
    entries.push([key, inner.value])
    at = inner.next
  }
  return { value: Object.fromEntries(entries), next: at }
}

const QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/

function splitKey(line: Line): { readonly key: string; readonly rest: string } {
  const quoted = QUOTED.exec(line.text)?.[0]
  const plain = quoted ?? /^[^\s:"'[\]{}|>&*!%@`][^:]*?(?=\s*:(?:\s|$))/.exec(line.text)?.[0]
  const colon = plain === undefined ? null : /^\s*:(?:\s+|$)/.exec(line.text.slice(plain.length))
  if (plain === undefined || colon === null) throw unreadable(line.number, 'neither a key nor an item')
  return { key: String(quoted === undefined ? plain : scalarOf(line, plain)), rest: line.text.slice(plain.length + colon[0].length) }
}

function readValue(line: Line, text: string): unknown {
  if (!text.startsWith('[') && !text.startsWith('{')) return scalarOf(line, text)
  const { value, rest } = readFlow(line, text)
  if (rest !== '') throw unreadable(line.number, `${rest} behind a bracket`)
  return value
}

/** A list or a mapping in brackets, or a scalar among them. */
function readFlow(line: Line, text: string): { readonly value: unknown; readonly rest: string } {
  const [open = ''] = text
  const close = open === '[' ? ']' : '}'
  if (open !== '[' && open !== '{') {
    const scalar = QUOTED.exec(text)?.[0] ?? /^[^,:[\]{}]*(?::(?=\S)[^,:[\]{}]*)*/.exec(text)?.[0] ?? ''
    return { value: scalarOf(line, scalar.trim()), rest: text.slice(scalar.length).trimStart() }
  }
  const items: unknown[] = []
  const entries: (readonly [string, unknown])[] = []
  let rest = text.slice(1).trimStart()
  while (!rest.startsWith(close)) {
    const item = readFlow(line, rest)
    rest = item.rest
    if (open === '{') {
      if (!rest.startsWith(':')) throw unreadable(line.number, 'a bracket without a key')
      const value = readFlow(line, rest.slice(1).trimStart())
      entries.push([String(item.value), value.value])
      rest = value.rest
    } else {
      items.push(item.value)
    }
    if (rest.startsWith(',')) rest = rest.slice(1).trimStart()
    else if (!rest.startsWith(close)) throw unreadable(line.number, 'a bracket that does not close')
  }
  return { value: open === '[' ? items : Object.fromEntries(entries), rest: rest.slice(1).trimStart() }
}

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['', null], ['~', null], ['null', null], ['Null', null], ['true', true], ['True', true], ['false', false], ['False', false],
])

function scalarOf(line: Line, text: string): unknown {
  if (text.startsWith("'") && QUOTED.exec(text)?.[0] === text) return text.slice(1, -1).replaceAll("''", "'")
  if (text.startsWith('"') && QUOTED.exec(text)?.[0] === text) {
    try {
      return JSON.parse(text) as unknown
    } catch (thrown) {
      throw unreadable(line.number, `${text} has an unknown escape`, thrown)
    }
  }
  if (/^["'|>&*!%@`]/.test(text)) throw unreadable(line.number, `${text} is written in an unknown way`)
  if (WORDS.has(text)) return WORDS.get(text)
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : text
}

/** A comment begins at the start or behind a space, but not between quotes. */
function withoutComment(line: string): string {
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const character = line[i] ?? ''
    if (quote !== '') {
      if (character === '\\' && quote === '"') i++
      else if (character === quote) quote = ''
    } else if ((character === '"' || character === "'") && /(?:^|[\s:,[{-])$/.test(line.slice(0, i))) {
      quote = character
    } else if (character === '#' && /(?:^|\s)$/.test(line.slice(0, i))) {
      return line.slice(0, i)
    }
  }
  return line
}

function unreadable(line: number, why: string, cause?: unknown): MynaError {
  return new MynaError('model-invalid', `line ${line} of the configuration: ${why}`, { cause })
}
