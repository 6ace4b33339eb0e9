import { NARRATOR, PLAIN_PROSODY, type CastRole, type Prosody } from '../../protocol/script'
import { decodedEntities } from '../normaliser/document/entities'
import { PAUSE_TAG, pauseTag, splitAtPauses } from '../normaliser/pause-tags'
import { xmlText } from '../xml-text'
import { isIpa, MARK_RANGES } from './marks'
import type { Rendering } from './read-script'
import { scriptPassages } from './script-passages'

/** An element's tag: the slash of an end, its name without a prefix, what else stands in it, the slash of one without content. */
const tag = /<(\/?)(?:[a-z]+:)?([a-z][a-z-]{0,30})((?:\s[^<>]{0,500}?)?)(\/?)>/gi
const looksLikeSsml = /<speak[\s>]|<(?:break|prosody|voice|say-as|sub|phoneme)\s[^<>]{1,300}>/i
const declaration = /<\?[^<>]{0,300}\?>|<!--[^<>]{0,2000}-->/g

/** Elements within elements; people write four or five. What is deeper leaves its words. */
const DEEPEST = 50

const pausesOfStrengths: Readonly<Record<string, number>> = { none: 0, 'x-weak': 0.1, weak: 0.25, medium: 0.5, strong: 0.8, 'x-strong': 1.2 }
const words = {
  pace: { 'x-slow': 0.7, slow: 0.85, medium: 1, default: 1, fast: 1.2, 'x-fast': 1.45 },
  pitch: { 'x-low': -4, low: -2, medium: 0, default: 0, high: 2, 'x-high': 4 },
  loudness: { silent: -12, 'x-soft': -10, soft: -6, medium: 0, default: 0, loud: 6, 'x-loud': 10 },
} as const satisfies Record<keyof typeof MARK_RANGES, Readonly<Record<string, number>>>
const kindsOf: Readonly<Record<string, string>> = { characters: 'letters', 'spell-out': 'letters', verbatim: 'letters', digits: 'digits', telephone: 'phone' }
const interpretations: Readonly<Record<string, string>> = { letters: 'characters', digits: 'digits', phone: 'telephone' }

/**
 * SSML (W3C, 1.1) as a text with marks: `break`, `prosody`, `voice`, `say-as`, `sub`, `phoneme`, `p`, `s`, and the style of
 * `express-as` as a mood. Other elements leave their words. Null where a text is no SSML. Time grows with its length.
 */
export function marksOfSsml(text: string): string | null {
  if (!looksLikeSsml.test(text)) return null
  const source = text.replace(declaration, '')
  /** The elements around a place, the document being the first: what is in each so far, and what becomes of it at the end. */
  const open: OpenElement[] = [{ name: '', inside: [], end: (inside) => inside }]
  let at = 0
  const write = (words: string) => { open.at(-1)?.inside.push(words) }
  const close = () => {
    const element = open.pop()
    if (element) write(element.end(element.inside.join('')))
  }
  for (const found of source.matchAll(tag)) {
    const [whole, slash, written = '', attributes = '', empty] = found
    write(spokenWords(source.slice(at, found.index)))
    at = found.index + whole.length
    const name = written.toLowerCase()
    if (slash === '/') {
      const place = open.findLastIndex((element) => element.name === name)
      if (place > 0) while (open.length > place) close()
      continue
    }
    const { before, end } = elementOf(name, (attribute) => attributeOf(attributes, attribute))
    const opens = empty !== '/' && name !== 'break' && open.length < DEEPEST
    // What is not opened has no end that would close its mark.
    if (opens || name === 'break' || name === 'p') write(before)
    if (opens) open.push({ name, inside: [], end })
  }
  write(spokenWords(source.slice(at)))
  while (open.length > 1) close()
  return (open[0]?.inside ?? []).join('').replace(/[ \t]*\n[ \t]*/g, '\n').replace(/\n{3,}/g, '\n\n').trim()
}

interface OpenElement {
  readonly name: string
  readonly inside: string[]
  readonly end: (inside: string) => string
}

function spokenWords(text: string): string {
  return decodedEntities(text.replace(/\s+/g, ' '))
}

function elementOf(name: string, attribute: (name: string) => string): { readonly before: string; readonly end: (inside: string) => string } {
  const plain = { before: '', end: (inside: string) => inside }
  switch (name) {
    case 'p':
      return { before: '\n\n', end: (inside) => `${inside}\n\n` }
    case 's':
      return { before: '', end: (inside) => `${inside} ` }
    case 'break':
      return { ...plain, before: pauseOf(attribute('time'), attribute('strength')) }
    case 'prosody':
      return prosodyMarks(attribute)
    case 'voice':
      return spanOf('voice', attribute('name'))
    case 'express-as':
      return spanOf('mood', attribute('style'))
    case 'say-as': {
      const kind = attribute('interpret-as').toLowerCase()
      return Object.hasOwn(kindsOf, kind) ? spanOf('say-as', kindsOf[kind] ?? '') : plain
    }
    case 'sub':
      return { before: '', end: (inside) => saidOtherwise(inside, attribute('alias')) }
    case 'phoneme':
      return { before: '', end: (inside) => saidOtherwise(inside, ['', 'ipa'].includes(attribute('alphabet')) ? `/${attribute('ph').replaceAll('/', '')}/` : '') }
    default:
      return plain
  }
}

function pauseOf(time: string, strength: string): string {
  const [, amount, unit] = /^\+?(\d{1,6}(?:\.\d{1,3})?)(ms|s)$/.exec(time.trim()) ?? []
  const seconds = amount === undefined ? usualPause(strength) : Number(amount) / (unit === 'ms' ? 1000 : 1)
  return seconds === 0 ? '' : ` ${pauseTag(seconds)} `
}

function usualPause(strength: string): number {
  return (Object.hasOwn(pausesOfStrengths, strength) ? pausesOfStrengths[strength] : undefined) ?? 0.5
}

function spanOf(mark: string, value: string) {
  const plain = value.replace(/[[\]\n]/g, '').trim()
  return plain === '' ? { before: '', end: (inside: string) => inside } : { before: `[${mark}: ${plain}]`, end: (inside: string) => `${inside}[/${mark}]` }
}

function saidOtherwise(inside: string, spoken: string): string {
  const [written, said] = [inside, spoken].map((part) => part.replace(/[[\]|\n]/g, ' ').trim())
  return !written || !said || said === '//' ? inside : `[say: ${written} | ${said}]`
}

function prosodyMarks(attribute: (name: string) => string) {
  const figures = [
    { mark: 'pace', value: figureOf('pace', attribute('rate'), 1) },
    { mark: 'pitch', value: figureOf('pitch', attribute('pitch'), 0) },
    { mark: 'loudness', value: figureOf('loudness', attribute('volume'), 0) },
  ].filter(({ value }) => value !== null)
  const before = figures.map(({ mark, value }) => `[${mark}: ${value}]`).join('')
  const after = figures.map(({ mark }) => `[/${mark}]`).reverse().join('')
  return { before, end: (inside: string) => `${inside}${after}` }
}

/** Null where nothing changes, or what is asked for is none of ours (a pitch in Hz). */
function figureOf(quality: keyof typeof MARK_RANGES, value: string, usual: number): number | null {
  const asked = value.trim().toLowerCase()
  const figure = Object.entries(words[quality]).find(([word]) => word === asked)?.[1] ?? measured(quality, asked)
  if (figure === null) return null
  const [least, most] = MARK_RANGES[quality]
  const possible = Number(Math.min(most, Math.max(least, figure)).toFixed(2))
  return possible === usual ? null : possible
}

function measured(quality: keyof typeof MARK_RANGES, asked: string): number | null {
  const [, sign = '', amount = '', unit] = /^([+-]?)(\d{1,4}(?:\.\d{1,3})?)(%|st|db)?$/.exec(asked) ?? []
  const number = Number(`${sign}${amount}`)
  if (amount === '') return null
  const factor = sign === '' ? number / 100 : 1 + number / 100
  if (quality === 'pace') return unit === '%' ? factor : unit === undefined && sign === '' ? number : null
  if (quality === 'pitch') return unit === 'st' ? number : unit === '%' && sign !== '' && factor > 0 ? 12 * Math.log2(factor) : null
  return unit === 'db' ? number : null
}

function attributeOf(attributes: string, name: string): string {
  const found = new RegExp(String.raw`\s${name}\s{0,3}=\s{0,3}(?:"([^"]{0,300})"|'([^']{0,300})')`, 'i').exec(attributes)
  return decodedEntities(found?.[1] ?? found?.[2] ?? '')
}

const XML: Rendering = {
  plain: xmlText,
  says: (written, spoken) => (isIpa(spoken) ? `<phoneme alphabet="ipa" ph="${xmlText(spoken.slice(1, -1))}">${xmlText(written)}</phoneme>` : `<sub alias="${xmlText(spoken)}">${xmlText(written)}</sub>`),
  as: (kind, text) => `<say-as interpret-as="${interpretations[kind.toLowerCase()] ?? 'characters'}">${xmlText(text)}</say-as>`,
}

/**
 * A text with marks and a cast as SSML 1.1, or several one after another, such as chapters: what is marked in one ends with it. Moods are
 * `express-as` of Microsoft's namespace: the standard has none.
 */
export function ssmlOf(texts: readonly string[], language: string, cast: readonly CastRole[] = []): string {
  const passages = texts.flatMap((text) => scriptPassages(text, cast, PLAIN_PROSODY, undefined, XML)).map(({ text: said, speaker, mood, prosody }) => {
    const inMood = mood === undefined ? withBreaks(said) : `<mstts:express-as style="${xmlText(mood)}">${withBreaks(said)}</mstts:express-as>`
    const shaped = withProsody(inMood, prosody)
    return speaker === NARRATOR ? `<p>${shaped}</p>` : `<voice name="${xmlText(speaker)}">${shaped}</voice>`
  })
  const namespaces = 'xmlns="http://www.w3.org/2001/10/synthesis" xmlns:mstts="https://www.w3.org/2001/mstts"'
  return `<?xml version="1.0" encoding="UTF-8"?>\n<speak version="1.1" ${namespaces} xml:lang="${xmlText(language)}">\n${passages.join('\n')}\n</speak>\n`
}

function withBreaks(text: string): string {
  return text.replace(new RegExp(PAUSE_TAG.source, 'gi'), (pause) => `<break time="${splitAtPauses(`a ${pause}`)[0]?.pauseSeconds ?? 0}s"/>`)
}

function withProsody(inside: string, { pace, pitchSemitones, gainDb }: Prosody): string {
  const attributes = [
    ...(pace === 1 ? [] : [`rate="${Math.round(pace * 100)}%"`]),
    ...(pitchSemitones === 0 ? [] : [`pitch="${signed(pitchSemitones)}st"`]),
    ...(gainDb === 0 ? [] : [`volume="${signed(gainDb)}dB"`]),
  ]
  return attributes.length === 0 ? inside : `<prosody ${attributes.join(' ')}>${inside}</prosody>`
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value)
}
