import { expect, it } from 'vitest'
import { decodeMarkup, decodeText } from './decode-text'

const bytes = (...values: readonly number[]) => Uint8Array.from(values)

it.each([
  ['UTF-8', bytes(0xc3, 0xa9)],
  ['UTF-8 with a mark', bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa9)],
  ['UTF-16, little end first', bytes(0xff, 0xfe, 0xe9, 0)],
  ['UTF-16, big end first', bytes(0xfe, 0xff, 0, 0xe9)],
  ['Windows-1252', bytes(0xe9)],
])('reads %s', (_, file) => {
  expect(decodeText(file, TextDecoder)).toBe('é')
})

it('believes what markup says of itself', () => {
  const markup = '<?xml version="1.0" encoding="windows-1251"?>'
  expect(decodeMarkup(bytes(...new TextEncoder().encode(markup), 0xe9), TextDecoder)).toBe(`${markup}й`)
})
