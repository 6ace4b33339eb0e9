import { expect, it } from 'vitest'
import { xmlText } from './xml-text'

it('escapes what XML takes for its own', () => {
  expect(xmlText('"R & B" <i>')).toBe('&quot;R &amp; B&quot; &lt;i&gt;')
})

it('has spaces in place of what no XML file may hold, and leaves everything else', () => {
  expect(xmlText('a\u000bb\u001ac\u0000d\ud83de\ufffff')).toBe('a b c d e f')
  expect(xmlText('a\tb\r\nc é 語 😀')).toBe('a\tb\r\nc é 語 😀')
})
