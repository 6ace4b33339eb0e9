import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { SpeakingRules } from '../../../../formats/checkpoint/model-config'
import { chunkText } from './chunking'
import { officialRules, speakingTraits } from './speaking-rules'
import { prepareText } from './text-preparation'
import { createTokenizer, type Tokenizer } from './tokenizer'
import { parseTokenizer } from './tokenizer-json'

// 300 texts, many of them odd, as the official functions prepare and cut them (pocket-tts 4.0.1): training/pocket-reference.

interface Row {
  readonly rules: string
  readonly text: string
  readonly prepared: string
  readonly frames: number
  readonly chunks: readonly string[]
  readonly spoken: readonly { readonly text: string; readonly frames: number; readonly ids: readonly number[]; readonly same: boolean }[]
}

interface Vectors {
  readonly rules: Readonly<Record<string, SpeakingRules>>
  readonly configurations: Readonly<Record<string, SpeakingRules & { readonly temperature: number; readonly endThreshold: number; readonly framesAfterEnd: number | null }>>
  readonly rows: readonly Row[]
}

const folder = 'e2e/fixtures/pocket-family'
const { rules, configurations, rows } = JSON.parse(gunzipSync(readFileSync(`${folder}/text-rules.json.gz`)).toString('utf8')) as Vectors
const tokenizerOf = (name: string) => createTokenizer(parseTokenizer(Uint8Array.from(readFileSync(`${folder}/${name}`)).buffer))
const pieces = tokenizerOf('tokenizer.model')
const LIMIT = 50

const rulesOf = (row: Row) => speakingTraits(rules[row.rules]!)

/** The official code leaves a chunk over the limit as it is. */
function officialChunks(row: Row, tokenizer: Tokenizer): readonly string[] {
  const fits = (chunk: string) => tokenizer.encode(chunk).length <= LIMIT
  const ours = chunkText(prepareText(row.text, rulesOf(row)).text, LIMIT, tokenizer).map(({ text }) => text)
  const rest = [...ours]
  return row.chunks.flatMap((chunk) => {
    if (fits(chunk)) return rest.splice(0, 1)
    const parts: string[] = []
    while (parts.join(' ').length < chunk.split(/\s+/).join(' ').length && rest.length > 0) parts.push(...rest.splice(0, 1))
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) expect(fits(part)).toBe(true)
    return [parts.join(' ') === chunk.split(/\s+/).join(' ') ? chunk : parts.join(' ')]
  }).concat(rest)
}

it('there are 300 of them, by all rules that published models have', () => {
  expect(rows).toHaveLength(300)
  expect(Object.keys(rules).length).toBeGreaterThan(7)
})

describe.each(Object.keys(rules))('by the rules of %s', (name) => {
  const own = rows.filter((row) => row.rules === name)

  it('a text is prepared as the official code prepares it', () => {
    expect(own.map((row) => prepareText(row.text, rulesOf(row)))).toEqual(own.map(({ prepared, frames }) => ({ text: prepared, framesAfterEnd: frames })))
  })

  it('it is cut where the official code cuts it', () => {
    expect(own.map((row) => officialChunks(row, pieces))).toEqual(own.map(({ chunks }) => chunks))
  })

  it('every chunk is prepared and parted into tokens as by the official code', () => {
    for (const row of own) {
      const spoken = row.chunks.map((chunk) => prepareText(chunk, rulesOf(row)))
      expect(spoken).toEqual(row.spoken.map(({ text, frames }) => ({ text, framesAfterEnd: frames })))
      expect(spoken.map(({ text }) => pieces.encode(text))).toEqual(row.spoken.map(({ ids }) => ids))
    }
  })
})

it('tokenizer.json gives the same tokens, but where the official one does not either', () => {
  const json = tokenizerOf('tokenizer.json')
  expect(json.size).toBe(pieces.size)
  for (const { text, ids, same } of rows.flatMap(({ spoken }) => spoken)) {
    if (same) expect(json.encode(text)).toEqual(ids)
    else expect(json.encode(text)).not.toEqual(ids)
  }
})

it.each(Object.entries(configurations))('what bundles leave out is known of %s', (name, { temperature, endThreshold, framesAfterEnd, ...said }) => {
  expect(speakingTraits(officialRules(name))).toEqual({ ...speakingTraits(said), temperature, endThreshold, framesAfterEnd })
})
