import { describe, expect, it } from 'vitest'
import { characterCount, findSpeakableProblem, MAX_TEXT_CHARACTERS, unreadableWords } from './speakable'

const codeOf = (text: string, language = 'en-US') => findSpeakableProblem(text, language)?.code ?? null

describe('what cannot be spoken', () => {
  it.each(['', '   ', '\n\t '])('refuses nothing but white space: %j', (text) => {
    expect(codeOf(text)).toBe('text-empty')
  })

  it.each(['😀', '👩‍👩‍👧 🎉', '...?!', '— § —', '→'])('refuses signs without a letter or digit: %s', (text) => {
    expect(codeOf(text)).toBe('text-unspeakable')
  })

  it('refuses one character over the limit and takes the limit itself', () => {
    expect(codeOf('a'.repeat(MAX_TEXT_CHARACTERS + 1))).toBe('text-too-long')
    expect(codeOf('a'.repeat(MAX_TEXT_CHARACTERS))).toBeNull()
  })

  it.each(['你好，世界', 'Привет, мир', 'こんにちは', 'مرحبا', 'Hello 这是一个很长的句子'])('refuses another script for English: %s', (text) => {
    expect(codeOf(text)).toBe('text-script-unsupported')
  })

  it('names the letters that cannot be read', () => {
    expect(findSpeakableProblem('日本', 'en-GB')?.detail).toContain('日本')
  })
})

describe('what can be spoken', () => {
  it.each([
    ['plain words', 'Good morning.', 'en-US'],
    ['digits alone', '1984', 'en-US'],
    ['an emoji among words', 'Well done 🎉', 'en-US'],
    ['a foreign letter in a long sentence', 'The symbol α stands for the angle between the two lines.', 'en-US'],
    ['a foreign name in brackets', 'Tokyo (東京) is big.', 'en-US'],
    ['a quoted foreign word', 'He said "Здравствуйте" to me.', 'en-US'],
    ['mathematical letters', '𝗯𝗼𝗹𝗱', 'en-US'],
    ['full-width letters', 'ｆｕｌｌ', 'en-US'],
    ['accents', 'Señor Müller bought a crème brûlée in São Paulo.', 'en-GB'],
    ['umlauts in German', 'Größere Übungen kommen später.', 'de'],
    ['letters built with combining marks', 'cafe\u0301', 'en-US'],
  ])('takes %s', (_, text, language) => {
    expect(codeOf(text, language)).toBeNull()
  })
})

it('counts an emoji outside the basic plane as one character', () => {
  expect(characterCount('a😀b')).toBe(3)
})

it('counts lone halves of signs outside the basic plane as they stand', () => {
  expect(characterCount('\ud800a\udc00\udc00')).toBe(4)
})

describe('words that are left out', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['none of plain text', 'Zoë ate 5 crêpes — 😀 ½', 'en-US', []],
    ['each once, in order', 'Tokyo (東京), Москва, 東京', 'en-US', ['東京', 'Москва']],
    ['no Greek letter that stands alone', 'the angle α', 'en-US', []],
    ['none where the writing is not known', 'Москва', 'ru', []],
  ])('are %s', (_, text, language, words) => {
    expect(unreadableWords(text, language)).toEqual(words)
  })
})

it('is asked with every letter that is typed: 100,000 characters take less than a frame', () => {
  const text = 'A steady sentence about nothing. '.repeat(MAX_TEXT_CHARACTERS / 33)
  const times = Array.from({ length: 5 }, () => {
    const startedAt = performance.now()
    findSpeakableProblem(text, 'en-US')
    return performance.now() - startedAt
  })
  expect(Math.min(...times)).toBeLessThan(16)
})
