import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleContext, createNodeSession, engineCall, readBundleFolder } from '#fixtures/bundle-context'
import { createRandom } from '../../../../../src/shared/audio/random'
import { DEFAULT_SPEAK_SETTINGS, type GpuTrial } from '../../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Gpu } from '../../../../runtime/gpu'
import { residentInMemory } from '../../../../runtime/resident-in-memory'
import type { CreateSession } from '../../../../runtime/session'
import { createPocketEngine } from '../pocket-engine'

const fixture = readBundleFolder(resolve(import.meta.dirname, '../../../../../e2e/fixtures/pocket-tiny'))

interface FakeGpuTraits {
  readonly spoil?: number
  readonly loseAfter?: number
  readonly onCpu?: readonly string[]
}

/** A GPU that is the CPU in disguise; `spoil` makes its decoder's sound wrong, `loseAfter` calls it goes away. */
function fakeGpu({ spoil = 1, loseAfter = Infinity, onCpu = [] }: FakeGpuTraits = {}) {
  const kept = new Map<string, GpuTrial>()
  const trials = { read: (key: string) => Promise.resolve(kept.get(key) ?? null), write: (key: string, trial: GpuTrial) => Promise.resolve(void kept.set(key, trial)) }
  let opened = 0
  let calls = 0
  const state = { armed: false }
  const createSession: CreateSession = async (bytes, options) => {
    opened++
    const session = await createNodeSession(bytes, options)
    return {
      ...session,
      async run(feeds, fetches) {
        if (state.armed && ++calls > loseAfter) throw new MynaError('device-lost', 'unplugged')
        const outputs = await session.run(feeds, fetches)
        const sound = outputs['audio_frame']
        if (sound?.type === 'float32') outputs['audio_frame'] = { ...sound, data: sound.data.map((value) => value * spoil) }
        return outputs
      },
    }
  }
  const gpu: Gpu = { use: 'when-right', createSession, openResident: residentInMemory(createSession), nodesOnCpu: () => Promise.resolve(onCpu), trials }
  return { gpu, kept, opened: () => opened, arm: () => { state.armed = true } }
}

const random = createRandom(9)
const prompt = { samples: Float32Array.from({ length: 24_000 }, () => 0.1 * random.normal()), sampleRate: 24_000 }

/** The sound of a reading, and where its stages ran in the end. */
async function speakWith(gpu?: Gpu, beforeSpeech: () => void = () => undefined) {
  const engine = await createPocketEngine({ ...bundleContext(fixture), ...(gpu && { gpu }) })
  const voice = await engine.prepareVoice(prompt, engineCall())
  beforeSpeech()
  const samples: number[] = []
  const settings = { ...DEFAULT_SPEAK_SETTINGS, seed: 5 }
  for await (const event of engine.speak({ text: 'Hello there.', language: 'en', voice, settings }, engineCall())) {
    if (event.type === 'audio') samples.push(...event.samples)
  }
  const processors = [engine.processorOf?.('lm-flow'), engine.processorOf?.('decode'), engine.processorOf?.('text')]
  const { description } = engine
  await engine.release()
  return { samples, processors, description }
}

describe('the parts of a bundle beside a GPU', () => {
  it('run there where it is right, and are remembered', async () => {
    const { gpu, kept, opened } = fakeGpu()
    const { processors, description } = await speakWith(gpu)
    expect(processors).toEqual(['webgpu', 'webgpu', 'wasm'])
    expect(description.processors).toMatchObject([
      { part: 'language model', on: 'webgpu', trial: { outcome: 'right' } },
      { part: 'decoder', on: 'webgpu', trial: { outcome: 'right' } },
    ])
    expect([...kept.keys()].sort()).toEqual(['1/decoder/pocket-tiny:test', '1/speech/pocket-tiny:test'])
    expect(opened()).toBe(3)
  })

  it('run on the CPU where a GPU computes wrongly, part by part, and sound right', async () => {
    const { gpu } = fakeGpu({ spoil: 1.2 })
    const { processors, samples, description } = await speakWith(gpu)
    expect(processors).toEqual(['webgpu', 'wasm', 'wasm'])
    expect(description.processors?.map(({ trial }) => trial.outcome)).toEqual(['right', 'wrong'])
    expect(samples).toEqual((await speakWith()).samples)
  })

  it('run on the CPU where the runtime would leave work to it', async () => {
    const { gpu, opened } = fakeGpu({ onCpu: ['/MatMul_2'] })
    const { processors, description } = await speakWith(gpu)
    expect([processors, opened()]).toEqual([['wasm', 'wasm', 'wasm'], 0])
    expect(description.processors?.map(({ trial }) => trial.outcome)).toEqual(['misplaced', 'misplaced'])
  })

  it.each([0, 1, 7, 30])('go on on the CPU, without a sample lost or changed, when the device goes after %i calls', async (loseAfter) => {
    const { gpu, arm } = fakeGpu({ loseAfter })
    const { processors, samples } = await speakWith(gpu, arm)
    expect(processors).toContain('wasm')
    expect(samples).toEqual((await speakWith()).samples)
  })
})
