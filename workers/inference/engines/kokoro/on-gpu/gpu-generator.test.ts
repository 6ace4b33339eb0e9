import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeSession } from '#fixtures/bundle-context'
import { loadNodeTeam } from '#fixtures/node-kernels'
import { thinGenerator } from '#fixtures/thin-starter'
import { starterFolder } from '../../../../../scripts/app/fetch-starter-model'
import { compileGraphs, generatorFile, planGenerator } from '../../../../compiler/parts'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { KernelTeam } from '../../../../kernels/kernel-team'
import { compareWithCpu } from '../../on-gpu/agreement'
import { createGenerator, SPECTRUM_WIDTH, type Generator, type KernelGenerator } from '../network/generator'
import { createLaneScratch } from '../network/network-parts'
import { readNetworkWeights } from '../network/network-weights'
import { createPacedWork } from '../network/paced-work'
import { rowsWithMargins } from '../network/sound-network'
import { BINS } from '../network/spectrum'
import { createDeltaFinder, STYLE_NORMS, type DeltasByNorm } from '../network/voice-deltas'
import { createGpuGenerator, withKernels } from './gpu-generator'
import { generatorWeights } from './generator-weights'

const model = join(starterFolder, 'model.onnx')
const fetched = existsSync(model)
const WIDTH = 512
const title = fetched ? 'the compiled generator' : 'the compiled generator (skipped: run npm run fetch-model first)'

/** A wave per value, of no meaning: what is compared is arithmetic. */
const wave = (count: number, pitch: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(pitch * i) + 0.3 * Math.sin(0.013 * i))

/** Runs a generator over `rows` rows: its spectrum without what fills up the rows. */
async function spectrumOf(team: KernelTeam, generator: Generator, rows: number, deltas?: DeltasByNorm): Promise<Float32Array> {
  const { memory } = team.kernels
  const start = memory.used
  const [x, spectrum] = [rowsWithMargins(memory, rows, WIDTH), rowsWithMargins(memory, 60 * rows + 1, SPECTRUM_WIDTH)]
  memory.float32(x.address, rows * WIDTH).set(wave(rows * WIDTH, 0.71))
  memory.float32(spectrum.address, spectrum.rows * SPECTRUM_WIDTH).set(wave(spectrum.rows * SPECTRUM_WIDTH, 0.37).map((value, i) => (i % SPECTRUM_WIDTH < 2 * BINS ? value : 0)))
  await generator.run(createPacedWork(team, () => Promise.resolve()), { values: wave(128, 0.9), ...(deltas && { deltas }) }, x, spectrum)
  const made = memory.float32(spectrum.address, spectrum.rows * SPECTRUM_WIDTH).filter((_, i) => i % SPECTRUM_WIDTH < 2 * BINS)
  memory.rewind(start)
  return made
}

async function open(file: Uint8Array, build: 'baseline' | 'relaxed') {
  const weights = readNetworkWeights(file)
  const team = await loadNodeTeam(1, build)
  const parts = { team, weights, scratch: createLaneScratch(team) }
  const kernels = createGenerator(parts, WIDTH)
  parts.scratch.place()
  const files = await compileGraphs(planGenerator(generatorWeights(weights)), { yieldPoint: () => Promise.resolve(), onProgress: () => undefined })
  const bytes = files.get(generatorFile)!
  const session = await createNodeSession(bytes)
  const count = STYLE_NORMS.reduce((sum, path) => sum + weights.linear(`${path}/fc`).outputs, 0)
  const deltas = createDeltaFinder(weights)(wave(count, 0.53).map((value) => 0.2 * value))
  return { team, kernels, bytes, session, deltas, compiled: createGpuGenerator(session, team.kernels.memory, kernels) }
}

/** Signal to noise of one against the other, in dB. */
const decibels = (actual: Float32Array, expected: Float32Array) =>
  compareWithCpu([{ values: actual, tolerance: 0 }], [{ values: expected, tolerance: 0 }], { snrDb: 0, share: 1 }).snrDb

describe.skipIf(!fetched)(`${title}, thin`, { timeout: 120_000 }, () => {
  let opened: Awaited<ReturnType<typeof open>>
  beforeAll(async () => { opened = await open(thinGenerator(readFileSync(model)), 'baseline') }, 120_000)
  afterAll(async () => {
    await opened.session.release()
    opened.team.release()
  })

  // The kernels of this build round what convolutions read to up to 15 bits.
  it.each([8, 31])('makes of %i rows what the kernels make', async (rows) => {
    const { team, kernels, compiled } = opened
    const expected = await spectrumOf(team, kernels, rows)
    expect(expected).toHaveLength((60 * rows + 1) * 2 * BINS)
    expect(decibels(await spectrumOf(team, compiled, rows), expected)).toBeGreaterThan(45)
  })

  it('speaks as a learned voice: with the deltas of every norm', async () => {
    const { team, kernels, compiled, deltas } = opened
    const [learned, plain] = [await spectrumOf(team, compiled, 8, deltas), await spectrumOf(team, compiled, 8)]
    expect(decibels(learned, await spectrumOf(team, kernels, 8, deltas))).toBeGreaterThan(45)
    expect(decibels(learned, plain)).toBeLessThan(25)
  })

  it('hears the style: what it says of a norm changes the sound', async () => {
    const { team, kernels, session } = opened
    const bent: Pick<KernelGenerator, 'styled'> = {
      styled: (style) => new Map([...kernels.styled(style)].map(([norm, { scale, shift }]) => [norm, norm === 'resblocks.5/adain2.2' ? { scale: scale.map((value) => 2 * value), shift } : { scale, shift }])),
    }
    const other = await spectrumOf(team, createGpuGenerator(session, team.kernels.memory, bent), 8)
    expect(decibels(other, await spectrumOf(team, kernels, 8))).toBeLessThan(25)
  })

  it('makes a part on the kernels whose GPU goes away, and all later ones', async () => {
    const { team, kernels, compiled } = opened
    let calls = 0
    const dying: Generator = {
      run(...part) {
        calls += 1
        return calls > 1 ? Promise.reject(new MynaError('device-lost', 'gone')) : compiled.run(...part)
      },
    }
    const guarded = withKernels(dying, kernels)
    const made: Float32Array[] = []
    for (let part = 0; part < 4; part++) made.push(await spectrumOf(team, guarded, 8))
    const [onKernels, onGraph] = [await spectrumOf(team, kernels, 8), await spectrumOf(team, compiled, 8)]
    expect(made).toEqual([onGraph, onKernels, onKernels, onKernels])
    expect([calls, guarded.hasFailed]).toEqual([2, true])
  })

  it('keeps 8-bit weights in 8 bits', () => {
    // A quarter of float32, but for the two transposed convolutions and the last one, which are published in it.
    expect(opened.bytes.byteLength).toBeLessThan(2_000_000)
  })
})

describe.skipIf(!fetched)(`${title}, in full size`, { timeout: 240_000 }, () => {
  // That build rounds what convolutions read to 8 bits.
  it('makes what the kernels make in the relaxed build', async () => {
    const { team, kernels, compiled, session } = await open(readFileSync(model), 'relaxed')
    const expected = await spectrumOf(team, kernels, 4)
    const ratio = decibels(await spectrumOf(team, compiled, 4), expected)
    await session.release()
    team.release()
    expect(ratio).toBeGreaterThan(25)
  })
})
