import { expect, it } from 'vitest'
import { pageOfHash } from './route'

it.each([
  ['', 'speak'],
  ['#/', 'speak'],
  ['#/history', 'history'],
  ['#models', 'models'],
  ['#/no-such-page', 'speak'],
])('reads the address %j as the page %s', (hash, page) => {
  expect(pageOfHash(hash)).toBe(page)
})
