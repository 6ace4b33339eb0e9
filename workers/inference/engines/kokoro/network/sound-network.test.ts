import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadNodeTeam } from '#fixtures/node-kernels'
import { readVectors } from '#fixtures/official-vectors'
import { starterFolder } from '../../../../../scripts/app/fetch-starter-model'
import { joinSamples } from '../../../../../src/shared/audio/join'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { KernelTeam } from '../../../../kernels/kernel-team'
import { createStyleProjections } from '../learning/style-projections'
import { createLaneScratch } from './network-parts'
import { readNetworkWeights } from './network-weights'
import { createPacedWork, type PacedWork, type Rows } from './paced-work'
import { SAMPLES_PER_FRAME, TEXT_WIDTH, type SpokenFrames } from './sound-decoder'
import { createSoundNetwork, type SoundNetwork } from './sound-network'
import type { PartLengths } from './sound-parts'
import { BINS } from './spectrum'

// What the published graphs compute of one short sentence: training/starter-network.
const reference = readVectors('e2e/fixtures/kokoro/sound-stages.safetensors')
const STAGES = ['encode', 'decode', 'upsampled', 'source 0', 'stage 0', 'source 1', 'stage 1', 'spectrum', 'waveform'] as const
/** What the published graph leaves undivided: the sum of the squares of the windows that reach a sample. */
const OVERLAP = 1.5
const VALUES = 2000

const model = join(starterFolder, 'model.onnx')
const fetched = existsSync(model)

/** Frames `from` to `to` of the sentence, its text rows placed in the team's memory. */
function spokenFrames({ kernels: { memory } }: KernelTeam, from = 0, to = Infinity): SpokenFrames {
  const rows = reference('text')
  const text = Array.from(reference('durations'))
    .flatMap((frames, row) => Array.from({ length: frames }, () => rows.subarray(row * TEXT_WIDTH, (row + 1) * TEXT_WIDTH)))
    .slice(from, to)
  const address = memory.allocate(4 * text.length * TEXT_WIDTH)
  text.forEach((row, frame) => { memory.float32(address + 4 * frame * TEXT_WIDTH, TEXT_WIDTH).set(row) })
  const curve = (name: string) => reference(name).slice(2 * from, 2 * to)
  return { text: { address, rows: text.length, width: TEXT_WIDTH }, pitch: curve('pitch'), energy: curve('energy') }
}

async function openNetwork(lanes: number, build: 'baseline' | 'relaxed'): Promise<{ readonly team: KernelTeam; readonly network: SoundNetwork }> {
  const team = await loadNodeTeam(lanes, build)
  const parts = { team, weights: readNetworkWeights(readFileSync(model)), scratch: createLaneScratch(team) }
  const network = createSoundNetwork(parts)
  parts.scratch.place()
  return { team, network }
}

const WHOLE: PartLengths = { opening: null, most: 30 }

/** All parts of a sound, one behind the other. */
async function wholeSound(network: SoundNetwork, work: PacedWork, style: Float32Array, frames: SpokenFrames, deltas?: Float32Array): Promise<Float32Array> {
  const parts: Float32Array[] = []
  for await (const { samples } of network.run(work, style, frames, WHOLE, deltas)) parts.push(samples)
  return joinSamples(parts)
}

/** As many of a stage's values as the reference holds. */
function thinnedOut(values: Float32Array): Float32Array {
  const step = Math.floor(values.length / VALUES) | 1
  return Float32Array.from({ length: Math.ceil(values.length / step) }, (_, i) => values[i * step] ?? NaN)
}

function decibels(values: Float32Array, expected: Float32Array): number {
  expect(values.length).toBe(expected.length)
  const [signal, noise] = expected.reduce(([s, n], value, i) => [s + value ** 2, n + (value - (values[i] ?? NaN)) ** 2] as const, [0, 0] as readonly [number, number])
  return 10 * Math.log10(signal / noise)
}

const title = fetched ? 'the sound network' : 'the sound network (skipped: run npm run fetch-model first)'

describe.skipIf(!fetched).each(['baseline', 'relaxed'] as const)(`${title}, %s build`, { timeout: 240_000 }, (build) => {
  let team: KernelTeam
  let sound: Float32Array
  const stages = new Map<string, Float32Array>()
  beforeAll(async () => {
    const opened = await openNetwork(1, build)
    team = opened.team
    const { memory } = team.kernels
    const frames = spokenFrames(team)
    const before = memory.used
    const reached = (stage: string, { address, rows, width }: Rows) => {
      const values = new Float32Array(memory.float32(address, rows * width))
      // Rows of a spectrum are filled up.
      stages.set(stage, thinnedOut(stage === 'spectrum' ? values.filter((_, i) => i % width < 2 * BINS) : values))
    }
    sound = await wholeSound(opened.network, createPacedWork(team, () => Promise.resolve(), reached), reference('style'), frames)
    expect(memory.used).toBe(before)
    stages.set('waveform', thinnedOut(sound.map((value) => value * OVERLAP)))
  }, 240_000)
  afterAll(() => { team.release() })

  it('makes 600 samples of each frame', () => {
    expect(sound.length).toBe(reference('durations').reduce((sum, frames) => sum + frames) * SAMPLES_PER_FRAME)
  })

  // Only the rounding of what the convolutions read is between the two: to 8 bits, to up to 15 in the baseline build. A
  // waveform loses more than its spectrum, since an error of a phase counts in full.
  const LEAST = { baseline: 33, relaxed: 21 }
  it.each(STAGES)('computes at %s what the published graph does with the same weights', (stage) => {
    expect(decibels(stages.get(stage)!, reference(`same weights ${stage}`))).toBeGreaterThan(LEAST[build])
  })

  it.each(STAGES)('is at %s as near to the float32 graph as the published 8-bit graph', (stage) => {
    const published = reference('published decibels')[STAGES.indexOf(stage)]!
    expect(decibels(stages.get(stage)!, reference(`exact ${stage}`))).toBeGreaterThan(published - 0.3)
  })
})

describe.skipIf(!fetched)(`${title} and its threads`, { timeout: 240_000 }, () => {
  const style = reference('style')
  let one: Awaited<ReturnType<typeof openNetwork>>
  beforeAll(async () => {
    one = await openNetwork(1, 'baseline')
  }, 240_000)
  afterAll(() => { one.team.release() })
  const work = (team: KernelTeam) => createPacedWork(team, () => Promise.resolve())
  /** A third of a second. */
  const short = (team: KernelTeam) => spokenFrames(team, 15, 29)

  it('makes the very same samples with one thread and with two, and again', async () => {
    const sounds: Float32Array[] = []
    const two = await openNetwork(2, 'baseline')
    for (const { team, network } of [one, two]) {
      const frames = short(team)
      for (let time = 0; time < 2; time++) sounds.push(await wholeSound(network, createPacedWork(team, () => Promise.resolve()), style, frames))
    }
    two.team.release()
    for (const sound of sounds) expect(sound).toEqual(sounds[0])
    expect(sounds[0]!.some((value) => Math.abs(value) > 0.01)).toBe(true)
  })

  it('stops in the middle of a sentence and can make the next one', async () => {
    const { team, network } = one
    const [frames, all] = [short(team), spokenFrames(team)]
    const whole = await wholeSound(network, createPacedWork(team, () => Promise.resolve()), style, frames)
    const used = team.kernels.memory.used
    let stages = 0
    const stopped = wholeSound(network, createPacedWork(team, () => Promise.reject(new MynaError('aborted', 'stopped')), () => { stages += 1 }), style, all)
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
    expect([stages < STAGES.length, team.kernels.memory.used]).toEqual([true, used])
    expect(await wholeSound(network, createPacedWork(team, () => Promise.resolve()), style, frames)).toEqual(whole)
  })

  it('adds the deltas of a learned voice to what its norms make of a style', async () => {
    const { team, network } = one
    const frames = short(team)
    const projections = createStyleProjections(readNetworkWeights(readFileSync(model)))
    // Another style, and the same as deltas.
    const other = style.map((value) => 0.6 * value)
    const [there, here] = [projections.of(other), projections.of(style)]
    const deltas = Float32Array.from(there, (value, i) => value - here[i]!)
    const [learned, wanted, before] = [
      await wholeSound(network, work(team), style, frames, deltas), await wholeSound(network, work(team), other, frames), await wholeSound(network, work(team), style, frames),
    ]
    // Rounding decides a little where they differ in the last digit.
    expect(decibels(learned, wanted)).toBeGreaterThan(30)
    expect(decibels(before, wanted)).toBeLessThan(15)
    await expect(wholeSound(network, work(team), style, frames, deltas.subarray(1))).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it('gives part after part of a long sentence, and all of its samples', async () => {
    const { team, network } = one
    const frames = spokenFrames(team)
    const stages: string[] = []
    const work = createPacedWork(team, () => Promise.resolve(), (stage) => { stages.push(stage) })
    const parts = network.run(work, style, frames, { opening: null, most: (0.9 * frames.energy.length) / 80 })
    const first = (await parts.next()).value!
    expect(stages.filter((stage) => stage === 'spectrum')).toHaveLength(1)
    const rest = (await parts.next()).value!
    expect((await parts.next()).done).toBe(true)
    expect([first.isLast, rest.isLast]).toEqual([false, true])
    expect(first.samples.length + rest.samples.length).toBe(frames.text.rows * SAMPLES_PER_FRAME)
    // As far from each other as the same sentence is with and without rounding: the phases stay together.
    const whole = await wholeSound(network, work, style, frames)
    expect(decibels(joinSamples([first.samples, rest.samples]), whole)).toBeGreaterThan(3)
  })
})
