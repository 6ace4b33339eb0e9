import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, createNodeSession, engineCall, type BundleFiles } from '#fixtures/bundle-context'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { pocketBundle } from '#fixtures/pocket-bundle'
import { tinySizes } from '#fixtures/pocket-sizes'
import { signalToNoise } from '#fixtures/compare-numbers'
import { createRandom } from '../../../../../src/shared/audio/random'
import { DEFAULT_SPEAK_SETTINGS, type GpuTrial } from '../../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Gpu } from '../../../../runtime/gpu'
import type { OpenResidentGraphs } from '../../../../runtime/resident-graphs'
import { residentInMemory } from '../../../../runtime/resident-in-memory'
import { createPocketEngine } from '../pocket-engine'

interface Traits {
  readonly onCpu?: readonly string[]
  /** Whatever is read of a part comes out wrong: of the language model a few values at a time, of the decoder whole frames. */
  readonly wrong?: 'language model' | 'decoder'
  /** After so many acts of a sentence the device is gone. */
  readonly loseAfter?: number
}

/** A GPU that is the CPU in disguise. */
function fakeGpu({ onCpu = [], wrong, loseAfter = Infinity }: Traits = {}) {
  let [acts, isArmed] = [0, false]
  const trials = new Map<string, GpuTrial>()
  const kept = new Map<string, ReadonlyMap<string, ArrayBuffer>>()
  const act = () => { if (isArmed && ++acts > loseAfter) throw new MynaError('device-lost', 'unplugged') }
  const openResident: OpenResidentGraphs = async (files) => {
    const resident = await residentInMemory(createNodeSession)(files)
    const part = Object.keys(files[0]?.inputs ?? {}).includes('noise') ? 'language model' : 'decoder'
    return {
      ...resident,
      graphs: resident.graphs.map((graph) => ({
        ...graph,
        isRecorded: true,
        async run() {
          act()
          await graph.run()
        },
      })),
      async read(stretches) {
        act()
        const read = await resident.read(stretches)
        return part === wrong ? read.map((values) => values.map((value) => 1.3 * value)) : read
      },
    }
  }
  const gpu: Gpu = {
    use: 'when-right',
    isSoftware: true,
    lacksHalfFloats: true,
    createSession: createNodeSession,
    openResident,
    nodesOnCpu: () => Promise.resolve(onCpu),
    trials: { read: (key) => Promise.resolve(trials.get(key) ?? null), write: (key, trial) => Promise.resolve(void trials.set(key, trial)) },
    graphs: { read: (...key) => Promise.resolve(kept.get(key.join()) ?? null), write: (packKey, part, version, files) => Promise.resolve(!!kept.set([packKey, part, version].join(), files)) },
  }
  return { gpu, trials, kept, arm: () => { isArmed = true } }
}

const random = createRandom(9)
const prompt = { samples: Float32Array.from({ length: 24_000 }, () => 0.1 * random.normal()), sampleRate: 24_000 }

describe('an int8 bundle beside a GPU', () => {
  let files: BundleFiles
  let soundOnCpu: Float32Array

  async function speakWith(gpu?: Gpu, beforeSpeech: () => void = () => undefined) {
    const engine = await createPocketEngine({ ...bundleContext(files), loadKernels: loadNodeKernels, ...(gpu && { gpu }) })
    const voice = await engine.prepareVoice(prompt, engineCall())
    beforeSpeech()
    const samples: number[] = []
    for await (const event of engine.speak({ text: 'Hello.', language: 'en', voice, settings: { ...DEFAULT_SPEAK_SETTINGS, seed: 5 } }, engineCall())) {
      if (event.type === 'audio') samples.push(...event.samples)
    }
    const on = [engine.processorOf?.('lm-flow'), engine.processorOf?.('decode'), engine.processorOf?.('prompt-encode')]
    const { description } = engine
    await engine.release()
    return { samples: Float32Array.from(samples), on, outcomes: description.processors?.map(({ trial }) => trial.outcome), graphs: description.graphs }
  }

  beforeAll(async () => {
    files = new Map(pocketBundle(tinySizes, { int8: true }))
    soundOnCpu = (await speakWith()).samples
  })

  it('runs on the CPU where the runtime would leave work to it', async () => {
    const { on, outcomes, samples } = await speakWith(fakeGpu({ onCpu: ['/Softmax_40'] }).gpu)
    expect([on, outcomes]).toEqual([['wasm', 'wasm', 'wasm'], ['misplaced', 'misplaced']])
    expect(samples).toEqual(soundOnCpu)
  })

  it.each(['language model', 'decoder'] as const)('runs its %s on the CPU where a GPU computes that wrongly', async (wrong) => {
    const { on, outcomes } = await speakWith(fakeGpu({ wrong }).gpu)
    expect(on).toEqual(wrong === 'decoder' ? ['webgpu', 'wasm', 'wasm'] : ['wasm', 'webgpu', 'wasm'])
    expect(outcomes).toEqual(wrong === 'decoder' ? ['right', 'wrong'] : ['wrong', 'right'])
  })

  it.each([0, 3, 20])('goes on on the CPU, without a sample lost, when the device goes after %i acts', async (loseAfter) => {
    const { gpu, arm } = fakeGpu({ loseAfter })
    const { samples, on } = await speakWith(gpu, arm)
    expect(on).toContain('wasm')
    expect(samples.length).toBe(soundOnCpu.length)
    // What the kernels round apart; a lost frame would be 0 dB.
    expect(signalToNoise(samples, soundOnCpu)).toBeGreaterThan(20)
  })

  it('runs on a GPU that is right, from graphs that are compiled once', async () => {
    const { gpu, trials, kept } = fakeGpu()
    const { samples, on, outcomes, graphs } = await speakWith(gpu)
    expect([on, outcomes]).toEqual([['webgpu', 'webgpu', 'wasm'], ['right', 'right']])
    expect(graphs).toBe('language model as recorded commands, decoder as recorded commands')
    expect(samples.length).toBe(soundOnCpu.length)
    expect(signalToNoise(samples, soundOnCpu)).toBeGreaterThan(20)
    expect([...trials.keys()].sort()).toEqual(['4/decoder/pocket-tiny:test', '4/speech-q8/pocket-tiny:test'])
    const before = [...kept.values()]
    expect(before.length).toBe(2)
    expect((await speakWith(gpu)).samples).toEqual(samples)
    expect([...kept.values()]).toEqual(before)
  })
})
