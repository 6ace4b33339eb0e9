import { expect, it } from 'vitest'
import { respelledIpa } from './respelled-ipa'

it.each([
  ['təˈmeɪtoʊ', 'tuh-MAY-toh'],
  ['ʃɪˈvɔːn', 'shih-VAWN'],
  ['ˈnaɪki', 'NEYE-kee'],
  ['dʒoʊ', 'joh'],
  ['ˈhɛloʊ wɜːld', 'HEH-loh wurld'],
  ['', ''],
  ['☃', ''],
])('%s is spelled %s', (ipa, spelled) => {
  expect(respelledIpa(ipa)).toBe(spelled)
})
