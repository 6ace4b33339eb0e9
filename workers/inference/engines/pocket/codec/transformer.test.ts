import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { floatValues, readSafetensors } from '#fixtures/safetensors'
import { floatProducts } from './codec-products'
import { createCodecStreams } from './streams'
import { createCodecTransformer, POSITIONS_PER_FRAME } from './transformer'
import { openPocketSource } from '../pocket-reader'
import { bundleContext, readBundleFolder } from '#fixtures/bundle-context'

const tiny = '../shared/reference/pocket-tts/tiny/vectors.safetensors'
const [WIDTH, SIZES] = [64, { layers: 2, heads: 2, context: 250 }]

/** [channels, positions] to [positions, channels]. */
function overTime(values: Float32Array): Float32Array {
  const positions = values.length / WIDTH
  return values.map((_, i) => values[(i % WIDTH) * positions + Math.floor(i / WIDTH)]!)
}

describe.skipIf(!existsSync(tiny))('the codec\'s transformer on the kernels, over 640 positions', () => {
  it.each([
    { part: 'decoder', vector: 'decoder_onecall', tolerance: 3.4e-4, frames: 40 },
    { part: 'decoder', vector: 'decoder_stream16', tolerance: 3.3e-4, frames: 1 },
    { part: 'encoder', vector: 'encoder_nostate', tolerance: 4.5e-4, frames: 8 },
  ] as const)('gives what the official $part gives, $frames frames at a time', async ({ part, vector, tolerance, frames }) => {
    const vectors = readSafetensors(readFileSync(tiny))
    const rows = (name: string) => overTime(floatValues(vectors.get(`f.mimi_tr.${name}`) ?? expect.fail(name)))
    const kernels = await loadNodeKernels()
    const source = await openPocketSource(bundleContext(readBundleFolder('e2e/fixtures/pocket-tiny')).files)
    const weights = (await source.read(`codec-${part}`)).weights()
    const streams = createCodecStreams(kernels.memory)
    const most = frames * POSITIONS_PER_FRAME
    const transformer = createCodecTransformer({ kernels, weights, streams, products: floatProducts(kernels) }, { part, ...SIZES, most })
    const x = kernels.memory.allocate(4 * most * WIDTH)
    const [input, expected] = [rows('in'), rows(vector)]
    for (let position = 0; position < 640; position += most) {
      const values = kernels.memory.float32(x, most * WIDTH)
      values.set(input.subarray(position * WIDTH, (position + most) * WIDTH))
      transformer.run(x, most, position)
      values.forEach((value, i) => { expect(Math.abs(value - expected[position * WIDTH + i]!)).toBeLessThan(tolerance) })
    }
  })
})
