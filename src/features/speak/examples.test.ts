import { expect, it } from 'vitest'
import { findSpeakableProblem } from '../../shared/text/speakable'
import { exampleAfter } from './examples'

it('walks through the examples of a language and comes back to the first', () => {
  const first = exampleAfter('', 'en-GB')
  const seen = [first]
  for (let next = exampleAfter(first, 'en-GB'); next !== first; next = exampleAfter(next, 'en-GB')) seen.push(next)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThan(1)
})

it.each(['en', 'de', 'es', 'fr', 'it', 'pt'])('offers only what can be spoken in %s', (language) => {
  expect(findSpeakableProblem(exampleAfter('', language), language)).toBeNull()
})
