import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bundleContext, presentFolders, readBundleFolder } from '#fixtures/bundle-context'
import { largestDifference } from '#fixtures/compare-numbers'
import { deterministicCodec } from '#fixtures/deterministic-codec'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { readVectors } from '#fixtures/official-vectors'
import { createRandom } from '../../../../../src/shared/audio/random'
import type { DecoderStream } from './block-decoder'
import { openPocketSource } from '../pocket-reader'
import { openPublishedDecoder } from '../published/decoder'
import { floatProducts, wideProducts } from './codec-products'
import { createDecoderFront } from './decoder-front'
import { createKernelDecoder } from './kernel-decoder'
import type { WeightSource } from '../../../../formats/weights'

const TINY = { layers: 2, heads: 2, context: 250 }
const LATENT_DIM = 32
const SAMPLES = 1920

async function weightsIn(folder: string): Promise<WeightSource> {
  const source = await openPocketSource(bundleContext(readBundleFolder(folder)).files)
  return (await source.read('codec-decoder')).weights()
}

async function openInFloat(weights: WeightSource, sizes = TINY) {
  const kernels = await loadNodeKernels()
  return createKernelDecoder(kernels, weights, sizes, floatProducts(kernels))
}

async function decodeInBlocks(stream: DecoderStream, latents: Float32Array, blocks: readonly number[]): Promise<Float32Array> {
  const audio = new Float32Array((latents.length / LATENT_DIM) * SAMPLES)
  let frame = 0
  for (const frames of blocks) {
    audio.set(await stream.decode(latents.subarray(frame * LATENT_DIM, (frame + frames) * LATENT_DIM)), frame * SAMPLES)
    frame += frames
  }
  return audio
}

const drawLatents = (frames: number, seed: number) => {
  const random = createRandom(seed)
  return Float32Array.from({ length: frames * LATENT_DIM }, () => random.normal())
}

const fixture = 'e2e/fixtures/pocket-tiny'
const beside = '../shared/reference/pocket-tts'
// float32: recommended with the vectors. int8: the weights' rounding alone, half of what rounding activations costs as well.
const tolerances: Readonly<Record<string, number>> = { fixture: 1.7e-5, 'exported float32': 1.7e-5, 'exported int8': 0.02 }
const folders = presentFolders({ fixture, 'exported float32': `${beside}/graphs/A-tiny`, 'exported int8': `${beside}/graphs/A-tiny-int8` })

describe.each(folders)('the decoder on the kernels with the weights of the %s bundle', (name, folder) => {
  it('decodes what the official streaming decoder does', async () => {
    const vectors = readVectors(`${fixture}/reference.safetensors`)
    const stream = (await openInFloat(await weightsIn(folder)))()
    const audio = await decodeInBlocks(stream, vectors('e.latents'), [2, 4, 8, 10])
    expect(largestDifference(audio, vectors('e.audio_stream'))).toBeLessThan(tolerances[name]!)
  })
})

describe('the decoder on the kernels', () => {
  it('refuses what is no whole number of latents', async () => {
    const start = createKernelDecoder(await loadNodeKernels(), await weightsIn(fixture), TINY)
    for (const length of [0, LATENT_DIM - 1]) {
      await expect(start().decode(new Float32Array(length))).rejects.toMatchObject({ code: 'internal' })
    }
  })

  it('refuses weights of another codec', async () => {
    const weights = await weightsIn(fixture)
    const wrong: WeightSource = { ...weights, tensor: (name) => (name.endsWith('norm2.bias') ? { dims: [3], values: new Float32Array(3) } : weights.tensor(name)) }
    const kernels = await loadNodeKernels()
    expect(() => createKernelDecoder(kernels, wrong, TINY)).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
    expect(() => createKernelDecoder(kernels, weights, { layers: 2, heads: 3, context: 250 })).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  })

  it.each([['float32', floatProducts], ['whole numbers', wideProducts]])('computes the very same samples in whatever blocks, in %s', async (_, products) => {
    const kernels = await loadNodeKernels()
    const start = createKernelDecoder(kernels, await weightsIn(fixture), TINY, products(kernels))
    const latents = drawLatents(30, 3)
    const whole = await decodeInBlocks(start(), latents, [30])
    expect(await decodeInBlocks(start(), latents, Array.from({ length: 30 }, () => 1))).toEqual(whole)
    expect(await decodeInBlocks(start(), latents, [2, 13, 15])).toEqual(whole)
  })

  it('computes the very same samples when its first half runs on other kernels', async () => {
    const [weights, latents] = [await weightsIn(fixture), drawLatents(14, 3)]
    const front = createDecoderFront(await loadNodeKernels(), weights, TINY)()
    const stream = createKernelDecoder(await loadNodeKernels(), weights, TINY)()
    const halves = [latents.subarray(0, LATENT_DIM), latents.subarray(LATENT_DIM)]
    const audio: number[] = []
    for (const block of halves) audio.push(...(await stream.decodeRows(front(block))))
    const whole = createKernelDecoder(await loadNodeKernels(), weights, TINY)()
    expect(audio).toEqual([...(await whole.decode(latents))])
    await expect(stream.decodeRows(new Float32Array(3))).rejects.toMatchObject({ code: 'internal' })
  })

  it('keeps streams apart that are decoded in turn', async () => {
    const start = createKernelDecoder(await loadNodeKernels(), await weightsIn(fixture), TINY)
    const latents = [drawLatents(6, 4), drawLatents(6, 5)]
    const alone = await Promise.all(latents.map((one) => decodeInBlocks(start(), one, [6])))
    const streams = latents.map(() => start())
    const halves: Float32Array[][] = []
    for (const from of [0, 3]) {
      const half: Float32Array[] = []
      for (const [i, stream] of streams.entries()) half.push(await stream.decode(latents[i]!.subarray(from * LATENT_DIM, (from + 3) * LATENT_DIM)))
      halves.push(half)
    }
    alone.forEach((expected, i) => {
      expect(Float32Array.of(...halves[0]![i]!, ...halves[1]![i]!)).toEqual(expected)
    })
  })

  it('goes on as the published graph does when the window has passed the rings twice', async () => {
    const context = bundleContext(readBundleFolder(fixture))
    const bundle = (await openPocketSource(context.files)).bundle ?? expect.fail('no graphs')
    const latents = drawLatents(40, 6)
    const expected = await decodeInBlocks((await openPublishedDecoder(context, bundle)).value(), latents, [40])
    const stream = (await openInFloat(await weightsIn(fixture)))()
    expect(largestDifference(await decodeInBlocks(stream, latents, [40]), expected)).toBeLessThan(2e-5)
  })
})

const full = `${beside}/full/vectors.safetensors`

describe.skipIf(!existsSync(full))('the decoder on the kernels in its full size', { timeout: 120_000 }, () => {
  it('decodes what the official streaming decoder does', async () => {
    const vectors = readVectors(full)
    const stream = (await openInFloat(deterministicCodec, { layers: 2, heads: 8, context: 250 }))()
    expect(largestDifference(await decodeInBlocks(stream, vectors('e.latents'), [24]), vectors('e.audio_stream'))).toBeLessThan(2e-5)
  })
})
