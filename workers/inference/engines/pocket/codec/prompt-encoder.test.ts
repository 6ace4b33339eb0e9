import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bundleContext, engineCall, presentFolders, readBundleFolder } from '#fixtures/bundle-context'
import { largestDifference } from '#fixtures/compare-numbers'
import { deterministicCodec } from '#fixtures/deterministic-codec'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { readVectors } from '#fixtures/official-vectors'
import { createRandom } from '../../../../../src/shared/audio/random'
import { openPocketSource } from '../pocket-reader'
import { openPublishedEncoder } from '../published/encoder'
import type { Kernels } from '../../../../kernels/kernels'
import { floatProducts } from './codec-products'
import { createPromptEncoder } from './prompt-encoder'
import { createEncoderBack } from './encoder-back'
import { createEncoderFront } from './encoder-front'
import type { PocketConfiguration, TransformerSizes } from '../configuration'
import type { WeightSource } from '../../../../formats/weights'

const TINY = { layers: 2, heads: 2, context: 250 }
const sizes = { samplesPerFrame: 1920, width: 64 }

/** Both halves over the same kernels, in float32. */
function createKernelEncoder(kernels: Kernels, weights: WeightSource, needed: Pick<PocketConfiguration, 'samplesPerFrame' | 'width'>, transformer: TransformerSizes) {
  const products = floatProducts(kernels)
  const front = createEncoderFront(kernels, weights, needed.samplesPerFrame, products)
  return createPromptEncoder(front, createEncoderBack(kernels, weights, needed, transformer, products), needed)
}

async function openKernelEncoder(folder: string) {
  const source = await openPocketSource(bundleContext(readBundleFolder(folder)).files)
  return createKernelEncoder(await loadNodeKernels(), (await source.read('codec-encoder')).weights(), sizes, TINY)
}

const noise = (length: number) => {
  const random = createRandom(7)
  return Float32Array.from({ length }, () => 0.1 * random.normal())
}

const fixture = 'e2e/fixtures/pocket-tiny'
const beside = '../shared/reference/pocket-tts'
// float32: recommended with the vectors. int8: the weights' rounding alone, half of what rounding activations costs as well.
const tolerances: Readonly<Record<string, number>> = { fixture: 5.8e-5, 'exported float32': 5.8e-5, 'exported int8': 0.06 }
const folders = presentFolders({ fixture, 'exported float32': `${beside}/graphs/A-tiny`, 'exported int8': `${beside}/graphs/A-tiny-int8` })

describe.each(folders)('the encoder on the kernels with the weights of the %s bundle', (name, folder) => {
  it.each(['b2', 'b3'])('encodes prompt %s, which is no whole number of frames', async (group) => {
    const vectors = readVectors(`${fixture}/reference.safetensors`)
    const rows = await (await openKernelEncoder(folder)).encode(vectors(`${group}.audio`), engineCall())
    expect(largestDifference(rows, vectors(`${group}.conditioning`))).toBeLessThan(tolerances[name]!)
  })
})

describe('the encoder on the kernels', () => {
  it('stops between two pieces', async () => {
    const cancel = new AbortController()
    const call = engineCall(cancel.signal)
    const fractions: number[] = []
    const onProgress = ({ fraction }: { fraction: number | null }) => {
      fractions.push(fraction ?? NaN)
      if (fractions.length === 2) cancel.abort()
    }
    const encoding = (await openKernelEncoder(fixture)).encode(noise(24 * 1920), { ...call, onProgress })
    await expect(encoding).rejects.toMatchObject({ code: 'aborted' })
    expect(fractions).toEqual([0, 0.25])
  })

  it('starts every prompt afresh', async () => {
    const encoder = await openKernelEncoder(fixture)
    const audio = noise(5000)
    const first = await encoder.encode(audio, engineCall())
    expect(await encoder.encode(audio, engineCall())).toEqual(first)
  })

  it('encodes a prompt whose start has left the window as the published graph does', async () => {
    const context = bundleContext(readBundleFolder(fixture))
    const bundle = (await openPocketSource(context.files)).bundle ?? expect.fail('no graphs')
    const audio = noise(40 * 1920 - 700)
    const expected = await (await openPublishedEncoder(context, bundle)).value.encode(audio, engineCall())
    const rows = await (await openKernelEncoder(fixture)).encode(audio, engineCall())
    expect(largestDifference(rows, expected)).toBeLessThan(8e-5)
  })
})

const full = `${beside}/full/vectors.safetensors`

describe.skipIf(!existsSync(full))('the encoder on the kernels in its full size', { timeout: 120_000 }, () => {
  it.each([['b2', 7.8e-5], ['b3', 3.5e-5]])('encodes prompt %s', async (group, tolerance) => {
    const vectors = readVectors(full)
    const encoder = createKernelEncoder(await loadNodeKernels(), deterministicCodec, { ...sizes, width: 1024 }, { layers: 2, heads: 8, context: 250 })
    const rows = await encoder.encode(vectors(`${group}.audio`), engineCall())
    expect(largestDifference(rows, vectors(`${group}.conditioning`))).toBeLessThan(tolerance)
  })
})
