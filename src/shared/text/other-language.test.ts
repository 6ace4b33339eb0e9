import { expect, it } from 'vitest'
import { findOtherLanguage } from './other-language'

const pangrams: Readonly<Record<string, string>> = {
  en: 'The old house that you can see from the road has been empty for years.',
  de: 'Das alte Haus, das man von der Straße sieht, ist seit Jahren nicht bewohnt.',
  es: 'La casa vieja que se ve desde el camino está vacía por muchos años y es muy grande.',
  fr: 'La vieille maison qui est sur la route est vide depuis des années, mais elle est belle.',
  it: 'La vecchia casa che si vede dalla strada è vuota da anni, ma non è in vendita per questo.',
  pt: 'A casa velha que se vê da estrada não é habitada há muitos anos, mas é muito bonita.',
}
const pairs = Object.keys(pangrams).flatMap((chosen) => Object.entries(pangrams).map(([written, text]) => ({ chosen, written, text })))

it.each(pairs.filter(({ chosen, written }) => chosen !== written))('hears $written in a text for $chosen', ({ chosen, written, text }) => {
  expect(findOtherLanguage(text, chosen)).toEqual({ language: written, sentence: text })
})

it.each(pairs.filter(({ chosen, written }) => chosen === written))('is content with $written for itself', ({ chosen, text }) => {
  expect(findOtherLanguage(text, chosen)).toBeNull()
})

it.each([
  ['a foreign title in a sentence', 'She loves Das Boot and La vie en rose more than anything.'],
  ['a quotation of two words', 'He said “c’est la vie” and left.'],
  ['numbers alone', '1 2 3 4 5 6 7 8 9 10'],
  ['symbols alone', '→ ☆ § %'],
  ['nothing', ''],
])('says nothing of %s', (_, text) => {
  expect(findOtherLanguage(text, 'en-US')).toBeNull()
})

it('finds the one sentence of a mixed text', () => {
  expect(findOtherLanguage('This is what they say. Das ist aber nicht der Fall. And so on it goes.', 'en-GB')).toEqual({
    language: 'de',
    sentence: 'Das ist aber nicht der Fall.',
  })
})

it('says nothing of a language that it does not know', () => {
  expect(findOtherLanguage(pangrams['de']!, 'nl')).toBeNull()
})
