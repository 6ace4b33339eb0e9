import { expect, it, vi } from 'vitest'
import { MynaError } from '../../../../src/shared/protocol/errors'
import type { Session } from '../../../runtime/session'
import { float32 } from '../../../runtime/tensor'
import { createPromptEmbedder } from './prompt-embedder'

function encoderSession() {
  const heard: number[] = []
  const release = vi.fn(() => Promise.resolve())
  const session: Session = {
    inputNames: ['samples'], outputNames: ['embedding'], inputShapes: new Map(),
    run({ samples }) {
      heard.push(samples!.data.length)
      return Promise.resolve({ embedding: float32(Float32Array.of(0.6, 0.8), [1, 2]) })
    },
    release,
  }
  return { session, heard, release }
}

it('opens the encoder again after it could not be opened', async () => {
  const { session } = encoderSession()
  const read = vi.fn<() => Promise<ArrayBuffer>>().mockRejectedValueOnce(new MynaError('model-download-failed')).mockResolvedValue(new ArrayBuffer(0))
  const embedder = createPromptEmbedder(read, () => Promise.resolve(session))
  await expect(embedder.embed(new Float32Array(48_000), 24_000)).rejects.toMatchObject({ code: 'model-download-failed' })
  const embedding = await embedder.embed(new Float32Array(48_000), 24_000)
  expect(embedding[1]).toBeCloseTo(0.8, 6)
})

it('brings recordings to the rate of the encoder, which it opens once', async () => {
  const { session, heard } = encoderSession()
  const read = vi.fn(() => Promise.resolve(new ArrayBuffer(0)))
  const embedder = createPromptEmbedder(read, () => Promise.resolve(session))
  await embedder.embed(new Float32Array(48_000), 24_000)
  await embedder.embed(new Float32Array(48_000), 48_000)
  expect(heard.slice(-2)).toEqual([32_000, 16_000])
  expect(read).toHaveBeenCalledOnce()
})

it('hears a second of silence before the first recording, and not again', async () => {
  const { session, heard } = encoderSession()
  const embedder = createPromptEmbedder(() => Promise.resolve(new ArrayBuffer(0)), () => Promise.resolve(session))
  await embedder.embed(new Float32Array(96_000), 16_000)
  await embedder.embed(new Float32Array(96_000), 16_000)
  expect(heard).toEqual([16_000, 96_000, 96_000])
})

it('is open before the first recording where somebody asked for that', async () => {
  const { session, heard } = encoderSession()
  const read = vi.fn(() => Promise.resolve(new ArrayBuffer(0)))
  const embedder = createPromptEmbedder(read, () => Promise.resolve(session))
  await embedder.open()
  expect(heard).toEqual([16_000])
  await embedder.embed(new Float32Array(96_000), 16_000)
  expect(read).toHaveBeenCalledOnce()
})

it('releases what it opened, and nothing where it opened nothing', async () => {
  const { session, release } = encoderSession()
  const embedder = createPromptEmbedder(() => Promise.resolve(new ArrayBuffer(0)), () => Promise.resolve(session))
  await embedder.release()
  expect(release).not.toHaveBeenCalled()
  await embedder.embed(new Float32Array(48_000), 24_000)
  await embedder.release()
  expect(release).toHaveBeenCalledOnce()
})
