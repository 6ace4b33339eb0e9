import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/shared/audio/random'
import { STRANGERS_BELOW } from '../../../../../src/shared/audio/speaker-similarity'
import { NO_WANDER, type DesignRequest } from '../../../../../src/shared/protocol/inference'
import type { EngineCall, EngineFiles } from '../../voice-engine'
import type { PromptEmbedder } from '../prompt-embedder'
import { readStarterVoice, writeStarterVoice, type StarterVoice } from '../starter-voice-data'
import { loadStyleModel } from '../style-model'
import { coordinatesOf } from '../style-space'
import measuredStyles from '../style-features.json'
import { TIMBRE_WIDTH } from '../style-table'
import type { ProsodyReader } from '../voice-prosody'
import { designStarterVoice } from './designed-voice'
import directions from './directions.json'

/** Says of every style that it speaks around 150 Hz. */
const reader: ProsodyReader = {
  pitchOf: () => Promise.resolve([Float32Array.from({ length: 200 }, (_, at) => 150 + 10 * Math.sin(at))]),
  secondsOf: () => Promise.resolve(1),
}
const call = { yieldPoint: () => Promise.resolve(), onProgress: () => undefined } as unknown as EngineCall
/** A style for each name, none like another. */
const files = {
  read: (path: string) => {
    const random = createRandom(measuredStyles.findIndex(({ name }) => path.includes(name)))
    return Promise.resolve(new Float32Array(510 * 256).map(() => 0.1 * random.normal()).buffer)
  },
} as unknown as EngineFiles

const source: StarterVoice = {
  table: new Float32Array(510 * 256).fill(0.05),
  prosody: { pitch: { person: { mean: Math.log(120), spread: 0.2 }, own: { mean: 5, spread: 0.2 } }, pace: 0.9 },
  deltas: Float32Array.of(1, -2, 0),
}
const voice = writeStarterVoice('key', source, 'Ada')
const prompt = { samples: new Float32Array(24_000), sampleRate: 24_000 }

/** Hears the person in the prompt, and at these likenesses to them in what is said. */
function ear(...likenesses: number[]): PromptEmbedder {
  let heard = 0
  return {
    open: () => Promise.resolve(),
    release: () => Promise.resolve(),
    embed: () => {
      const alike = heard === 0 ? 1 : (likenesses[heard - 1] ?? 1)
      heard++
      return Promise.resolve(new Float32Array(128).fill(0).map((_, at) => (at === 0 ? alike : at === 1 ? Math.sqrt(1 - alike ** 2) : 0)))
    },
  }
}

async function design(request: Partial<DesignRequest>, embedder: PromptEmbedder | null = null) {
  const spoken: StarterVoice[] = []
  const speak = (made: StarterVoice) => {
    spoken.push(made)
    return Promise.resolve(new Float32Array(made.deltas ? 24_000 : 30_000))
  }
  const { voice: made, likeness } = await designStarterVoice({ voice, wander: NO_WANDER, ...request }, { packKey: 'key', files, reader, embedder, speak }, call)
  return { ...readStarterVoice(made, 'key'), likeness, spoken: spoken.length }
}

describe('a designed voice', () => {
  it('is as it was where nothing is asked', async () => {
    const { table, prosody, deltas, likeness } = await design({})
    expect(table).toEqual(source.table)
    expect(prosody.pitch?.person).toEqual({ mean: expect.closeTo(Math.log(120), 5) as number, spread: expect.closeTo(0.2, 5) as number })
    expect(prosody.pace).toBeCloseTo(0.9, 5)
    expect([...(deltas ?? [])]).toEqual([1, -2, 0])
    expect(likeness).toBeNull()
  })

  it('goes the way of older voices, by timbre alone', async () => {
    const { space } = await loadStyleModel()
    const before = coordinatesOf(space, source.table)
    const after = coordinatesOf(space, (await design({ wander: { ...NO_WANDER, older: -1 } })).table)
    const way = [...after].map((value, at) => value - (before[at] ?? 0))
    expect(way.slice(0, 32).reduce((sum, value, at) => sum + value * (directions.older[at] ?? 0), 0)).toBeCloseTo(-3, 1)
    expect(Math.max(...way.slice(32).map(Math.abs))).toBeLessThan(0.01)
  })

  it('is deeper by semitones, and livelier by a factor', async () => {
    const { prosody } = await design({ wander: { ...NO_WANDER, deeper: 1, livelier: 0.5 } })
    expect(12 * Math.log2(Math.exp(prosody.pitch?.person.mean ?? NaN) / 120)).toBeCloseTo(-5, 3)
    expect(prosody.pitch?.person.spread).toBeCloseTo(0.2 * Math.sqrt(1.6), 5)
  })

  it('has another timbre for each seed, and the manner, pitch and pace that it had', async () => {
    const [one, same, other] = [await design({ timbre: { seed: 1 } }), await design({ timbre: { seed: 1 } }), await design({ timbre: { seed: 2 } })]
    expect(one.table).toEqual(same.table)
    expect(one.table).not.toEqual(other.table)
    expect(one.table.filter((_, at) => at % 256 >= TIMBRE_WIDTH)).toEqual(source.table.filter((_, at) => at % 256 >= TIMBRE_WIDTH))
    expect(one.table[0]).not.toBeCloseTo(0.05, 3)
    expect(one.deltas).toBeUndefined()
    expect(one.prosody.pitch?.person.mean).toBeCloseTo(Math.log(120), 5)
    // It would take a quarter longer without what was learned.
    expect(one.prosody.pace).toBeCloseTo(0.9 * 1.25, 5)
  })
})

describe('a voice that hides somebody', () => {
  it('is the first that is heard as a stranger', async () => {
    const { likeness, spoken } = await design({ timbre: { seed: 3, hiddenFrom: prompt } }, ear(0.6, 0.4, 0.1, 0))
    expect(likeness).toBeCloseTo(0.1, 5)
    expect(likeness).toBeLessThan(STRANGERS_BELOW)
    // The voice as it was, and three.
    expect(spoken).toBe(4)
  })

  it('is refused where none is, and where nobody can listen', async () => {
    await expect(design({ timbre: { seed: 3, hiddenFrom: prompt } }, ear(0.6, 0.6, 0.6, 0.6, 0.6, 0.5))).rejects.toMatchObject({ code: 'voice-not-hidden', detail: 'the furthest of 6 was heard at 0.50' })
    await expect(design({ timbre: { seed: 3, hiddenFrom: prompt } })).rejects.toMatchObject({ code: 'voice-not-hidden' })
  })
})
