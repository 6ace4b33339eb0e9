import { expect, it } from 'vitest'
import { DEFAULT_SPEAK_SETTINGS, type ChunkPlan, type SpeakEvent } from '../../src/shared/protocol/engine'
import { shapedSpeech, shapeFor } from './shaped-speech'

const PLAIN = { pace: 1, pitchSemitones: 0, gainDb: 0 }
const tone = Float32Array.from({ length: 24_000 }, (_, i) => 0.1 * Math.sin((2 * Math.PI * 150 * i) / 24_000))
const events: readonly SpeakEvent[] = [
  { type: 'plan', chunks: [{ text: 'one', estimatedSeconds: 1, parts: [{ seconds: 1, workShare: 1 }] }, { text: 'two', estimatedSeconds: 2 }] },
  { type: 'audio', chunkIndex: 0, samples: tone.subarray(0, 600), endsChunk: false, words: [{ text: 'one', startSeconds: 0.2, endSeconds: 0.8 }] },
  { type: 'audio', chunkIndex: 0, samples: tone.subarray(600), endsChunk: true },
  { type: 'audio', chunkIndex: 1, samples: tone, endsChunk: true },
]

async function* sent(): AsyncGenerator<SpeakEvent> {
  for (const event of events) yield await Promise.resolve(event)
}

async function received(shapeOf: (chunk: ChunkPlan) => typeof PLAIN): Promise<SpeakEvent[]> {
  const all: SpeakEvent[] = []
  for await (const event of shapedSpeech(sent(), 24_000, shapeOf)) all.push(event)
  return all
}
const lengthOf = (all: readonly SpeakEvent[], chunk: number) => all.reduce((sum, event) => sum + (event.type === 'audio' && event.chunkIndex === chunk ? event.samples.length : 0), 0)

it('lets chunks with a plain shape pass as they are', async () => {
  expect(await received(() => PLAIN)).toEqual(events)
})

it('shapes each chunk by its own shape; expected lengths and words follow', async () => {
  const all = await received(({ text }) => (text === 'one' ? { ...PLAIN, pace: 0.8 } : { ...PLAIN, pace: 1.6 }))
  expect(all[0]).toEqual({ type: 'plan', chunks: [{ text: 'one', estimatedSeconds: 1.25, parts: [{ seconds: 1.25, workShare: 1 }] }, { text: 'two', estimatedSeconds: 1.25 }] })
  expect([lengthOf(all, 0), lengthOf(all, 1)]).toEqual([30_000, 15_000])
  expect(all.flatMap((event) => (event.type === 'audio' && event.words ? event.words : []))).toEqual([{ text: 'one', startSeconds: 0.25, endSeconds: 1 }])
  expect(all.filter((event) => event.type === 'audio' && event.endsChunk)).toHaveLength(2)
})

it('leaves the pace to an engine that has one', () => {
  const settings = { ...DEFAULT_SPEAK_SETTINGS, speed: 1.5, pitchSemitones: 2 }
  expect(shapeFor(settings, true)).toEqual({ ...PLAIN, pitchSemitones: 2 })
  expect(shapeFor(settings, false)).toEqual({ ...PLAIN, pace: 1.5, pitchSemitones: 2 })
  expect(shapeFor({ seed: 1, speed: 1, temperature: 0, steps: 1 }, true)).toEqual(PLAIN)
})
