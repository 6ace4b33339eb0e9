import { afterEach, describe, expect, it, vi } from 'vitest'
import { FakeWorker } from '#testing/services/fake-worker'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { ModelPack } from '../../../../../src/shared/protocol/model-pack'
import { openDecoderThread } from './decoder-thread'
import { createDecoderService } from './decoder-service'

afterEach(() => {
  vi.unstubAllGlobals()
})

const pack = {} as ModelPack

/** A worker whose decoder repeats each latent value plus the number of blocks that the stream had before. */
function setUp(open: () => Promise<void> = () => Promise.resolve()) {
  const decoded: number[] = []
  const worker = new FakeWorker(
    createDecoderService(async () => {
      await open()
      return {
        value() {
          let before = 0
          return {
            decode(latents) {
              decoded.push(...latents)
              if (latents[0] === 13) return Promise.reject(new MynaError('inference-failed', 'thirteen'))
              const sound = latents.map((value) => value + before)
              before++
              return Promise.resolve(sound)
            },
          }
        },
        form: 'on kernels', sameInAnyBlocks: true, takesRows: false,
        release: () => Promise.resolve(),
      }
    }),
  )
  return { worker, decoded, opening: openDecoderThread(pack, () => worker.asWorker()) }
}

const latents = (...values: number[]) => Float32Array.from(values)

describe('a decoder in a worker of its own', () => {
  it('passes on why it could not be opened, and ends its worker', async () => {
    const { worker, opening } = setUp(() => Promise.reject(new MynaError('model-missing', 'mimi_decoder.onnx')))
    await expect(opening).rejects.toMatchObject({ code: 'model-missing', detail: 'mimi_decoder.onnx' })
    expect(worker.terminated).toBe(true)
  })

  it('tells what was opened', async () => {
    expect(await setUp().opening).toMatchObject({ form: 'on kernels', sameInAnyBlocks: true, takesRows: false })
  })

  it('decodes blocks that are handed over at once in their order, and each chunk from silence', async () => {
    const { opening, decoded } = setUp()
    const { value: start } = await opening
    const [first, second] = [start(), start()]
    const blocks = [first.decode(latents(1, 2)), first.decode(latents(3)), second.decode(latents(4)), first.decode(latents(5))]
    const samples = (await Promise.all(blocks)).map((block) => Array.from(block.samples))
    expect(samples).toEqual([[1, 2], [4], [4], [7]])
    expect(decoded).toEqual([1, 2, 3, 4, 5])
  })

  it('leaves latents to whoever handed them over', async () => {
    const { value: start } = await setUp().opening
    const block = latents(1, 2)
    await start().decode(block)
    expect(Array.from(block)).toEqual([1, 2])
  })

  it('fails a block with its own error and serves the next chunk', async () => {
    const { value: start } = await setUp().opening
    await expect(start().decode(latents(13))).rejects.toMatchObject({ code: 'inference-failed', detail: 'thirteen' })
    expect(Array.from((await start().decode(latents(2))).samples)).toEqual([2])
  })

  it('drops the blocks of an abandoned chunk at once, and does not decode those that were waiting', async () => {
    const { opening, decoded } = setUp()
    const { value: start } = await opening
    const [given, kept] = [start(), start()]
    const dropped = [given.decode(latents(1)), given.decode(latents(2)), given.decode(latents(3))]
    const next = kept.decode(latents(9))
    given.abandon()
    for (const block of dropped) await expect(block).rejects.toMatchObject({ code: 'aborted' })
    await expect(given.decode(latents(4))).rejects.toMatchObject({ code: 'aborted' })
    expect(Array.from((await next).samples)).toEqual([9])
    // The first may have been begun already.
    expect(decoded.filter((value) => value > 1)).toEqual([9])
  })

  it('still decodes what was handed over before the chunk was finished', async () => {
    const { value: start } = await setUp().opening
    const decoder = start()
    const blocks = [decoder.decode(latents(1)), decoder.decode(latents(2))]
    decoder.finish()
    expect((await Promise.all(blocks)).map((block) => Array.from(block.samples))).toEqual([[1], [3]])
  })

  it('fails all blocks in the making when its worker dies', async () => {
    const { opening, worker } = setUp()
    const { value: start } = await opening
    const blocks = [start().decode(latents(1)), start().decode(latents(2))]
    worker.fail('out of memory')
    for (const block of blocks) await expect(block).rejects.toMatchObject({ code: 'worker-crashed' })
  })

  it('ends its worker on release', async () => {
    const { opening, worker } = setUp()
    await (await opening).release()
    expect(worker.terminated).toBe(true)
  })
})
