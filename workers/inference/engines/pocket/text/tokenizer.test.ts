import { describe, expect, it } from 'vitest'
import { encodeSentencePieceModel, type FixturePiece } from '#fixtures/sentencepiece-proto'
import { createRandom } from '../../../../../src/shared/audio/random'
import { parseSentencePieceModel } from './sentencepiece-model'
import { createTokenizer } from './tokenizer'

const SPACE = '\u2581'
const bytePieces = Array.from({ length: 256 }, (_, byte): FixturePiece => ({
  piece: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, score: 0, type: 'byte',
}))
const normal = (piece: string, score: number): FixturePiece => ({ piece, score, type: 'normal' })
const unknown: FixturePiece = { piece: '<unk>', score: 0, type: 'unknown' }
const words: readonly FixturePiece[] = [
  normal(SPACE, -2), normal('a', -3), normal('b', -3.5), normal('c', -4), normal('ab', -4.2), normal('bc', -6), normal('abc', -9), normal(`${SPACE}a`, -3.1),
]
const fileOf = (pieces: readonly FixturePiece[], options?: { addDummyPrefix: boolean }) => Uint8Array.from(encodeSentencePieceModel(pieces, options)).buffer
const tokenizerOf = (pieces: readonly FixturePiece[], options?: { addDummyPrefix: boolean }) => createTokenizer(parseSentencePieceModel(fileOf(pieces, options)))

/** The best sum of scores over every possible cut, by trying them all. */
function bruteForce(text: string, pieces: readonly FixturePiece[]): number {
  if (text === '') return 0
  const scores = pieces.filter(({ piece }) => text.startsWith(piece)).map(({ piece, score }) => score + bruteForce(text.slice(piece.length), pieces))
  return Math.max(-14 - 10 + bruteForce(text.slice(1), pieces), ...scores)
}

describe('tokenizer file', () => {
  it('is refused when it is truncated, empty, or no protobuf', () => {
    const file = fileOf([unknown, ...words])
    for (const broken of [file.slice(0, -3), new ArrayBuffer(0), Uint8Array.from(new TextEncoder().encode('<!doctype html>')).buffer]) {
      expect(() => parseSentencePieceModel(broken)).toThrow(expect.objectContaining({ code: 'model-invalid' }))
    }
  })

  it('keeps pieces in the order of their ids, with score and type, and the normaliser settings', () => {
    const model = parseSentencePieceModel(fileOf([unknown, normal('x', -1.5), { piece: '<0x0A>', score: 0, type: 'byte' }]))
    expect(model).toEqual({
      addDummyPrefix: true,
      prefixesSpaced: true, removeExtraWhitespaces: false,
      pieces: [
        { text: '<unk>', score: 0, type: 'unknown' },
        { text: 'x', score: -1.5, type: 'normal' },
        { text: '<0x0A>', score: 0, type: 'byte' },
      ],
    })
  })
})

describe('encoding', () => {
  it('gives nothing for nothing', () => {
    expect(tokenizerOf([unknown, ...words]).encode('')).toEqual([])
  })

  it('finds the most probable cut, as trying all cuts does', () => {
    const pieces = [...words, normal('d', -14)]
    const tokenizer = tokenizerOf([unknown, ...pieces])
    const random = createRandom(7)
    for (let trial = 0; trial < 200; trial++) {
      const text = Array.from({ length: 1 + (random.uint32() % 9) }, () => 'aabbcd '[random.uint32() % 7]).join('')
      const score = tokenizer.encode(text).reduce((sum, id) => sum + (id === 0 ? -24 : pieces[id - 1]!.score), 0)
      expect(score, text).toBeCloseTo(bruteForce(` ${text}`.replaceAll(' ', SPACE), pieces), 4)
    }
  })

  it('puts a space before the text only where the model says so', () => {
    const ids = (addDummyPrefix: boolean) => tokenizerOf([unknown, ...words], { addDummyPrefix }).encode('a')
    expect(ids(true)).toEqual([8])
    expect(ids(false)).toEqual([2])
  })

  it('counts every leading space', () => {
    expect(tokenizerOf([unknown, ...words]).encode('   b')).toEqual([1, 1, 1, 1, 3])
  })

  it('falls back to the bytes of a character without a piece', () => {
    const tokenizer = tokenizerOf([unknown, ...bytePieces, ...words], { addDummyPrefix: false })
    // U+1F99C is F0 9F A6 9C in UTF-8; byte pieces start at id 1.
    expect(tokenizer.encode('a\u{1F99C}')).toEqual([258, 1 + 0xf0, 1 + 0x9f, 1 + 0xa6, 1 + 0x9c])
  })

  it('takes the unknown piece where there are no bytes to fall back to', () => {
    expect(tokenizerOf([unknown, ...words], { addDummyPrefix: false }).encode('aéa')).toEqual([2, 0, 2])
  })

  it('never reads text as a control or byte piece', () => {
    const pieces: FixturePiece[] = [unknown, { piece: '</s>', score: 0, type: 'control' }, ...'</s>'.split('').map((piece) => normal(piece, -5))]
    expect(tokenizerOf(pieces, { addDummyPrefix: false }).encode('</s>')).toEqual([2, 3, 4, 5])
  })

  it('prefers a user-defined piece to any other cut', () => {
    const pieces: FixturePiece[] = [unknown, normal('h', -0.1), normal('m', -0.1), { piece: 'hm', score: -100, type: 'userDefined' }]
    expect(tokenizerOf(pieces, { addDummyPrefix: false }).encode('hmh')).toEqual([3, 1])
  })
})

describe('decoding', () => {
  it('restores any text where there are byte pieces', () => {
    const tokenizer = tokenizerOf([unknown, ...bytePieces, ...words])
    for (const text of ['abc', ' a  b ', 'naïve façade', '日本 🦜 abc', '\t', 'a\u2581b'.replace('\u2581', ' ')]) {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)
    }
  })

  it('ignores control pieces and ids that do not exist', () => {
    const tokenizer = tokenizerOf([unknown, { piece: '<s>', score: 0, type: 'control' }, normal('x', -1)])
    expect(tokenizer.decode([1, 2, 99, 2])).toBe('xx')
  })
})
