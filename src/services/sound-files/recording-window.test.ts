import { expect, it, vi } from 'vitest'
import { createRecordingWindow, PIECE_SECONDS } from './recording-window'

const RATE = 100
const PIECE = PIECE_SECONDS * RATE
/** A channel whose samples tell which piece they are of. */
const numbered = (pieces: number) => Float32Array.from({ length: pieces * PIECE }, (_, i) => Math.floor(i / PIECE) + 1)

it('keeps seven pieces and less whole, without judging them', async () => {
  const judge = vi.fn(() => Promise.resolve(1))
  const window = createRecordingWindow(RATE, judge)
  const samples = numbered(6.5)
  // In odd amounts, as decoders give them.
  for (let start = 0; start < samples.length; start += 777) await window.add([samples.subarray(start, start + 777)])
  expect(await window.finish()).toEqual({ channels: [samples], startSeconds: 0, totalSeconds: 187.2 })
  expect(judge).not.toHaveBeenCalled()
})

it.each([[0, [1, 2, 3, 4]], [5, [3, 4, 5, 6, 7, 8, 9]], [11, [9, 10, 11, 12]]])('keeps piece %d, the best of a dozen, with three on either side', async (best, kept) => {
  const judged: number[] = []
  const window = createRecordingWindow(RATE, ([piece]) => {
    judged.push(piece?.[0] ?? 0)
    return Promise.resolve(piece?.[0] === best + 1 ? 2 : 1)
  })
  const samples = numbered(12)
  for (let start = 0; start < samples.length; start += 1000) await window.add([samples.subarray(start, start + 1000)])
  const { channels: [sound], startSeconds, totalSeconds } = await window.finish()
  // Among equals the first stands until a better one comes.
  expect([...new Set(sound)]).toEqual(kept)
  expect(startSeconds).toBeCloseTo(((kept[0] ?? 0) - 1) * PIECE_SECONDS, 5)
  expect(totalSeconds).toBeCloseTo(12 * PIECE_SECONDS, 5)
  expect(judged).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

it('holds the two loudest channels of surround sound, in order', async () => {
  const window = createRecordingWindow(RATE, () => Promise.resolve(0))
  const levels = [0, 0.1, 0.9, 0, 0.5, 0.2]
  await window.add(levels.map((level) => new Float32Array(2 * PIECE).fill(level)))
  const { channels } = await window.finish()
  expect(channels.map(([first]) => first?.toFixed(1))).toEqual(['0.9', '0.5'])
})

it('holds one channel where both are the same, and both from where they differ', async () => {
  const window = createRecordingWindow(RATE, () => Promise.resolve(0))
  const sound = numbered(1)
  await window.add([sound, sound.slice()])
  await window.add([sound, sound.map((sample) => -sample)])
  const { channels } = await window.finish()
  expect(channels.map((samples) => [samples[0], samples.at(-1)])).toEqual([[1, 1], [1, -1]])
  const alike = createRecordingWindow(RATE, () => Promise.resolve(0))
  await alike.add([sound, sound.slice()])
  expect((await alike.finish()).channels).toEqual([sound])
})

it('gives nothing for no sound', async () => {
  expect(await createRecordingWindow(RATE, () => Promise.resolve(0)).finish()).toEqual({ channels: [], startSeconds: 0, totalSeconds: 0 })
})
