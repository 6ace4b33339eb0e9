import { expect, it } from 'vitest'
import { mainPageOf, mainPages, pageOfHash } from './route'

it.each([
  ['', 'speak'],
  ['#/', 'speak'],
  ['#/history', 'history'],
  ['#models', 'models'],
  ['#/compare', 'compare'],
  ['#/gpu-test', 'gpu-test'],
  ['#/document', 'document'],
  ['#/no-such-page', 'speak'],
])('reads the address %j as the page %s', (hash, page) => {
  expect(pageOfHash(hash)).toBe(page)
})

it('names a page that is part of another one nowhere in the navigation, and marks the other one for it', () => {
  expect(mainPages.map(({ id }) => id)).toEqual(['speak', 'projects', 'history', 'models', 'storage', 'about'])
  expect(mainPageOf('compare')).toBe('history')
  expect(mainPageOf('gpu-test')).toBe('models')
  expect(mainPageOf('models')).toBe('models')
})
