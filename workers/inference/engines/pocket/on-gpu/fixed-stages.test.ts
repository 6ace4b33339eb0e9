import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, createNodeSession, engineCall, type BundleFiles } from '#fixtures/bundle-context'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { tinyBundle } from '#fixtures/tiny-bundle'
import { createRandom } from '../../../../../src/shared/audio/random'
import { DEFAULT_SPEAK_SETTINGS } from '../../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Gpu } from '../../../../runtime/gpu'
import type { OpenResidentGraphs } from '../../../../runtime/resident-graphs'
import { residentInMemory } from '../../../../runtime/resident-in-memory'
import type { EngineContext } from '../../voice-engine'
import { createPocketEngine } from '../pocket-engine'

interface Traits {
  readonly onCpu?: readonly string[]
  /** Every latent that is read comes out wrong. */
  readonly isWrong?: boolean
  /** After so many calls and readings of a sentence the device is gone. */
  readonly loseAfter?: number
}

/** A GPU that is the CPU in disguise, for graphs of fixed shape only. */
function fakeGpu({ onCpu = [], isWrong = false, loseAfter = Infinity }: Traits) {
  let [acts, isArmed] = [0, false]
  const act = () => { if (isArmed && ++acts > loseAfter) throw new MynaError('device-lost', 'unplugged') }
  const openResident: OpenResidentGraphs = async (files) => {
    const resident = await residentInMemory(createNodeSession)(files)
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
        return isWrong ? read.map((values) => values.map((value) => 1.2 * value)) : read
      },
    }
  }
  const gpu: Gpu = {
    use: 'when-right',
    createSession: () => Promise.reject(new MynaError('inference-failed', 'only graphs of fixed shape')),
    openResident,
    nodesOnCpu: () => Promise.resolve(onCpu),
    trials: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
  }
  return { gpu, arm: () => { isArmed = true } }
}

const random = createRandom(9)
const prompt = { samples: Float32Array.from({ length: 24_000 }, () => 0.1 * random.normal()), sampleRate: 24_000 }

describe('a bundle compiled for GPUs', () => {
  let files: BundleFiles
  let soundOnCpu: readonly number[]

  beforeAll(async () => {
    files = await tinyBundle('webgpu-fp32')
    soundOnCpu = (await speakWith({})).samples
  })

  async function speakWith(context: Partial<EngineContext>, beforeSpeech: () => void = () => undefined) {
    const engine = await createPocketEngine({ ...bundleContext(files), ...context })
    const voice = await engine.prepareVoice(prompt, engineCall())
    beforeSpeech()
    const samples: number[] = []
    for await (const event of engine.speak({ text: 'Hello there.', language: 'en', voice, settings: { ...DEFAULT_SPEAK_SETTINGS, seed: 5 } }, engineCall())) {
      if (event.type === 'audio') samples.push(...event.samples)
    }
    const on = engine.processorOf?.('lm-flow')
    const { description } = engine
    await engine.release()
    return { samples, on, trial: description.processors?.[0]?.trial, graphs: description.graphs }
  }

  it.each([
    ['computes wrongly', { isWrong: true }, 'wrong'],
    ['would leave work to the CPU', { onCpu: ['/Softmax_40'] }, 'misplaced'],
  ] as const)('speaks on the CPU where a GPU %s', async (_, traits, outcome) => {
    const { samples, on, trial } = await speakWith({ gpu: fakeGpu(traits).gpu })
    expect([on, trial?.outcome]).toEqual(['wasm', outcome])
    expect(samples).toEqual(soundOnCpu)
  })

  it.each([0, 3, 20])('goes on on the CPU, without a sample lost or changed, when the device goes after %i acts', async (loseAfter) => {
    const { gpu, arm } = fakeGpu({ loseAfter })
    const { samples, on } = await speakWith({ gpu }, arm)
    expect(on).toBe('wasm')
    expect(samples).toEqual(soundOnCpu)
  })

  it('speaks on a GPU that is right', async () => {
    const { samples, on, graphs } = await speakWith({ gpu: fakeGpu({}).gpu })
    expect([on, graphs]).toEqual(['webgpu', 'language model as recorded commands, decoder as compiled'])
    expect(samples).toEqual(soundOnCpu)
  })

  it('speaks on the kernels where there is no GPU, once they agree with its graphs', async () => {
    expect((await speakWith({ loadKernels: loadNodeKernels })).graphs).toBe('language model on kernels, decoder on kernels')
  })
})
