import { beforeAll, describe, expect, it } from 'vitest'
import { createNodeSession } from '#fixtures/bundle-context'
import { largestDifference } from '#fixtures/compare-numbers'
import { graphBytes } from '#fixtures/graph-bytes'
import { values } from '#fixtures/official-vectors'
import { tinySizes } from '#fixtures/pocket-sizes'
import { decoderOf } from '../../../../formats/checkpoint/pocket-sizes'
import { fixedDecoderGraph } from '../../../../compiler/codec-graphs'
import { plainProduct } from '../../../../compiler/products'
import { decoderNames } from '../../../../formats/step-names'
import { residentInMemory } from '../../../../runtime/resident-in-memory'
import type { TensorShape } from '../../../../runtime/resident-graphs'
import type { DecoderStream } from '../codec/block-decoder'
import { createResidentDecoder } from './resident-decoder'

// Against numbers of the official PyTorch code with the same (random) weights: 24 frames, half as many again as the ring holds.

const TOLERANCE = 2e-5

async function openDecoder(lengths: readonly number[]): Promise<() => DecoderStream> {
  const files = await Promise.all(lengths.map(async (frames) => {
    const graph = fixedDecoderGraph(decoderOf(tinySizes), plainProduct, frames)
    const { inputs, outputs } = graph.shapes as { readonly inputs: Record<string, TensorShape>; readonly outputs: Record<string, TensorShape> }
    return { bytes: await graphBytes(graph), inputs, outputs }
  }))
  const resident = await residentInMemory(createNodeSession)(files)
  const prefix = decoderNames.carried('')
  const carried = Object.keys(files[0]!.inputs).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  return createResidentDecoder({ memory: resident, graphs: resident.graphs.map((graph, i) => ({ frames: lengths[i]!, graph })), carried, sizes: decoderOf(tinySizes) })
}

const latents = (from: number, frames: number) => values('e.latents').slice(from * 32, (from + frames) * 32)
const sound = (from: number, frames: number) => values('e.audio_stream').subarray(from * 1920, (from + frames) * 1920)

describe('a decoder whose states stay where its graphs run', () => {
  let start: () => DecoderStream
  beforeAll(async () => {
    start = await openDecoder([1, 4])
  })

  it('refuses what is no whole number of latents, and graphs that cannot decode a single frame', async () => {
    for (const length of [0, 31]) await expect(start().decode(new Float32Array(length))).rejects.toMatchObject({ code: 'internal' })
    await expect(openDecoder([4])).rejects.toMatchObject({ code: 'internal' })
  })

  it.each([[new Array<number>(24).fill(1)], [new Array<number>(6).fill(4)], [[1, 2, 3, 18]]])('decodes what the official streaming decoder does, in blocks of %j', async (blocks) => {
    const stream = start()
    let frame = 0
    for (const frames of blocks) {
      expect(largestDifference(await stream.decode(latents(frame, frames)), sound(frame, frames))).toBeLessThan(TOLERANCE)
      frame += frames
    }
  })

  it('keeps streams apart that are decoded in turn, or at once', async () => {
    const [one, other] = [start(), start()]
    const first = await Promise.all([one.decode(latents(0, 6)), other.decode(latents(0, 3))])
    const second = [await other.decode(latents(3, 5)), await one.decode(latents(6, 2))]
    const [a, b] = [Float32Array.of(...first[0], ...second[1]!), Float32Array.of(...first[1], ...second[0]!)]
    expect(largestDifference(a, sound(0, 8))).toBeLessThan(TOLERANCE)
    expect(largestDifference(b, sound(0, 8))).toBeLessThan(TOLERANCE)
  })

  it('goes on with a stream after a block that failed to be one', async () => {
    const stream = start()
    await stream.decode(latents(0, 1))
    await expect(stream.decode(new Float32Array(5))).rejects.toMatchObject({ code: 'internal' })
    expect(largestDifference(await stream.decode(latents(1, 4)), sound(1, 4))).toBeLessThan(TOLERANCE)
  })
})
