import { expect, it } from 'vitest'
import { countClicks } from './clicks'
import { createRandom } from './random'

const SAMPLE_RATE = 24_000
const random = createRandom(1)
/** A hum with a hiss in its second half. */
const speech = Float32Array.from({ length: SAMPLE_RATE }, (_, at) => 0.3 * Math.sin((2 * Math.PI * 150 * at) / SAMPLE_RATE) + (at > SAMPLE_RATE / 2 ? 0.08 : 0.002) * random.normal())

it('hears each click once, and none in a hum or a hiss', () => {
  expect(countClicks(speech, SAMPLE_RATE)).toBe(0)
  const clicked = speech.slice()
  for (const at of [3000, 3001, 9000]) clicked[at] = (clicked[at] ?? 0) + 0.4
  expect(countClicks(clicked, SAMPLE_RATE)).toBe(2)
  expect(countClicks(new Float32Array(100), SAMPLE_RATE)).toBe(0)
})
