import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createNodeSession } from '#fixtures/bundle-context'
import { loadNodeTeam } from '#fixtures/node-kernels'
import { thinGenerator } from '#fixtures/thin-starter'
import { starterFolder } from '../../../../../scripts/app/fetch-starter-model'
import { joinSamples } from '../../../../../src/shared/audio/join'
import type { GpuTrial } from '../../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Gpu } from '../../../../runtime/gpu'
import type { CreateSession } from '../../../../runtime/session'
import { floats } from '../../../../runtime/tensor'
import { openStarterNetwork, type StarterNetwork } from '../network/starter-network'
import { readStyleTable, styleRow } from '../style-table'
import { phonemeIds, withBoundaries } from '../vocabulary'
import { placeGenerator } from './generator-place'

const model = join(starterFolder, 'model.onnx')
const fetched = existsSync(model)
const title = fetched ? 'the seat of the generator' : 'the seat of the generator (skipped: run npm run fetch-model first)'

/** A runtime on the CPU in a GPU's place, whose answers `change` may spoil: it hears how many there were. */
function sessions(change: (made: Float32Array, answer: number) => Float32Array): CreateSession {
  let answers = 0
  return async (...graph) => {
    const session = await createNodeSession(...graph)
    return {
      ...session,
      async run(feeds, fetches) {
        const { spectrum } = await session.run(feeds, fetches)
        return { spectrum: { type: 'float32', data: change(floats(spectrum), ++answers), dims: spectrum!.dims } }
      },
    }
  }
}

function shareOfNoise(sound: Float32Array, expected: Float32Array): number {
  const power = (samples: Float32Array) => samples.reduce((sum, value) => sum + value * value, 0)
  return power(sound.map((value, i) => value - expected[i]!)) / power(expected)
}

const truthful = (made: Float32Array) => made
const gone = () => { throw new MynaError('device-lost', 'gone') }

describe.skipIf(!fetched)(title, { timeout: 120_000 }, () => {
  const file = fetched ? thinGenerator(readFileSync(model)) : new Uint8Array(0)
  const ids = withBoundaries(phonemeIds('ðə fˈɛɹi lˈivz'))
  const manner = () => ({ style: styleRow(readStyleTable(Uint8Array.from(readFileSync(join(starterFolder, 'voices/bm_george.bin'))).buffer), ids.length), speed: 1 })
  let trials: Map<string, GpuTrial>
  let kept: Map<string, ReadonlyMap<string, ArrayBuffer>>
  let log: string[]

  beforeEach(() => {
    trials = new Map()
    kept = new Map()
    log = []
  })

  /** The network with a GPU to try, which remembers what was found out before. */
  function open(use: Gpu['use'], createSession: CreateSession): Promise<StarterNetwork> {
    const gpu: Gpu = {
      use, createSession,
      openResident: () => Promise.reject(new Error('nothing stays there')),
      nodesOnCpu: () => Promise.resolve([]),
      trials: { read: (key) => Promise.resolve(trials.get(key) ?? null), write: (key, trial) => Promise.resolve(void trials.set(key, trial)) },
      graphs: { read: (_pack, part) => Promise.resolve(kept.get(part) ?? null), write: (_pack, part, _version, files) => Promise.resolve((kept.set(part, files), true)) },
    }
    const files = {
      read: (path: string) => (log.push(path), Promise.resolve(Uint8Array.from(file).buffer)),
      blob: () => Promise.reject(new Error('no pieces')),
      has: () => true,
    }
    return openStarterNetwork(file, () => loadNodeTeam(1), {
      trial: () => (log.push('trial'), Promise.resolve({ ids, manner: manner() })),
      yieldPoint: () => Promise.resolve(),
      place: (seat) => placeGenerator({ gpu, files, packKey: 'starter@1', onProgress: () => undefined }, seat),
    })
  }

  async function soundOf(network: StarterNetwork): Promise<Float32Array> {
    const parts: Float32Array[] = []
    for await (const { samples } of network.speak(ids, manner(), { opening: null, most: 0.6 }, () => Promise.resolve())) parts.push(samples)
    expect(parts.length).toBeGreaterThan(1)
    return joinSamples(parts)
  }

  const whereOf = ({ seated }: StarterNetwork) => [seated?.processor.on, seated?.processor.trial.outcome, seated?.runsOn()]

  it('is taken by a GPU that is right, which is tried and compiled for but once, and sounds as the kernels do', async () => {
    const kernels = await openStarterNetwork(file, () => loadNodeTeam(1))
    const expected = await soundOf(kernels)
    await kernels.release()
    for (const asked of [['trial', 'model.onnx'], []]) {
      log = []
      const network = await open('when-right', sessions(truthful))
      expect([whereOf(network), log]).toEqual([['webgpu', 'right', 'webgpu'], asked])
      const sound = await soundOf(network)
      await network.release()
      expect(sound.length).toBe(expected.length)
      expect(shareOfNoise(sound, expected)).toBeLessThan(0.01)
    }
  })

  it('stays with the kernels where the GPU computes something else, for good', async () => {
    for (const asked of [['trial', 'model.onnx'], []]) {
      log = []
      const network = await open('when-right', sessions((made) => made.map((value, i) => value + Math.sin(i))))
      expect([whereOf(network), log]).toEqual([['wasm', 'wrong', 'wasm'], asked])
      await network.release()
    }
  })

  it('stays with the kernels where the GPU is right but slower, unless it is asked for', async () => {
    const network = await open('when-right', sessions(truthful))
    await network.release()
    const [[key, trial] = ['', undefined]] = [...trials]
    expect(trial).toMatchObject({ outcome: 'right', cpuMs: expect.any(Number) as number, gpuMs: expect.any(Number) as number })
    trials.set(key, { ...trial!, cpuMs: 10, gpuMs: 9.5 })
    const faster = await open('when-faster', sessions(truthful))
    expect(whereOf(faster)).toEqual(['wasm', 'right', 'wasm'])
    await faster.release()
  })

  it('goes back to the kernels in the middle of a sentence when the GPU is lost, and nothing lacks', async () => {
    const kernels = await openStarterNetwork(file, () => loadNodeTeam(1))
    const expected = await soundOf(kernels)
    await kernels.release()
    await (await open('when-right', sessions(truthful))).release()
    const network = await open('when-right', sessions((made, answer) => (answer > 1 ? gone() : made)))
    const lost = await soundOf(network)
    expect(whereOf(network)).toEqual(['webgpu', 'right', 'wasm'])
    expect(lost.length).toBe(expected.length)
    // A part that lacks would be all of it.
    expect(shareOfNoise(lost, expected)).toBeLessThan(0.01)
    await network.release()
  })
})
