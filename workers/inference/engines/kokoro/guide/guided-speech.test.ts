import { describe, expect, it } from 'vitest'
import { constructSpeech, type ConstructedSound } from '#fixtures/constructed-speech'
import { createYieldPoint } from '../../../../../src/shared/threads/yield-point'
import { createStageClock } from '../../../stage-clock'
import type { EngineCall } from '../../voice-engine'
import type { SentenceReading } from '../network/starter-network'
import { VOICING } from '../network/given-melody'
import { pitchRangeOf } from '../pitch-range'
import type { PlannedSentence } from '../sentence-plan'
import type { Manner } from '../style-variation'
import { speakGuided, type GuidedParts } from './guided-speech'

const SOUNDS: Readonly<Record<number, ConstructedSound['sound']>> = { 0: 'silence', 4: 'silence', 16: 'silence', 50: 'a', 51: 'hiss', 52: 'i', 53: 'u', 54: 'e', 55: 'o' }
/** Two words, a space between them, a full stop. */
const FIRST = [50, 51, 52, 16, 53, 51, 54, 55, 4]
const SECOND = [54, 51, 50, 16, 55, 52, 51, 53, 4]
const planned = (ids: readonly number[]): PlannedSentence => ({ text: ids.join(' '), ids, pauseSeconds: 0.3, estimatedSeconds: 1 })

/** Ids as somebody says them, each for so many frames. */
function said(ids: readonly number[], frames: readonly number[], hertz: number, loudness = 1): Float32Array {
  return constructSpeech(ids.map((id, i) => ({ sound: SOUNDS[id] ?? 'silence', frames: frames[i] ?? 1 })), (second) => hertz * (1 + 0.1 * Math.sin(7 * second)), loudness)
}

/** A network that says each id for some frames, at 100 Hz, and keeps what it is to speak. */
function constructedNetwork() {
  const spoken: { readonly ids: readonly number[]; readonly manner: Manner }[] = []
  const parts: GuidedParts = {
    ground: {
      readSentence: (ids): Promise<SentenceReading> => {
        const durations = Int32Array.from(ids, (id, i) => (id === 0 ? 4 : id === 16 ? 1 : id === 4 ? 2 : 7 + (i % 3)))
        const samples = said(ids, [...durations], 100)
        const values = samples.length / 300
        const frames = { text: new Float32Array(), pitch: new Float32Array(values).fill(100), energy: Float32Array.from({ length: values }, (_, at) => Math.sin(at)) }
        return Promise.resolve({ frames, durations, samples })
      },
    },
    network: {
      async *speak(ids, manner, _lengths, yieldPoint) {
        await yieldPoint()
        spoken.push({ ids, manner })
        const { durations = new Int32Array() } = manner.melody ?? {}
        yield { samples: new Float32Array(durations.reduce((sum, frames) => sum + frames, 0) * 600).fill(0.5), isLast: true, durations }
      },
    },
    mannerOf: () => ({ style: new Float32Array(256), speed: 1 }),
    range: () => Promise.resolve({ mean: Math.log(110), spread: 0.05 }),
  }
  return { parts, spoken }
}

function call(signal = new AbortController().signal): EngineCall {
  return { signal, yieldPoint: createYieldPoint(signal), onProgress: () => undefined, timings: createStageClock() }
}

/** Frames of each id in the recording, with a pause behind each sentence. */
const FIRST_FRAMES = [9, 6, 12, 1, 7, 5, 11, 9, 20]
const SECOND_FRAMES = [8, 4, 13, 60, 10, 8, 7, 12, 20]
const recording = (hertz = 220, loudness = 0.4) => {
  const [edge, first, second] = [constructSpeech([{ sound: 'silence', frames: 20 }], () => 100, loudness), said(FIRST, FIRST_FRAMES, hertz, loudness), said(SECOND, SECOND_FRAMES, hertz, loudness)]
  const samples = new Float32Array(edge.length + first.length + second.length)
  samples.set(edge)
  samples.set(first, edge.length)
  samples.set(second, edge.length + first.length)
  return { samples, sampleRate: 24_000 }
}

async function speak(guide = recording(), plan = [planned(FIRST), planned(SECOND)], signal?: AbortSignal) {
  const { parts, spoken } = constructedNetwork()
  const events = []
  for await (const event of speakGuided(plan, guide, parts, call(signal))) events.push(event)
  const sounds = events.flatMap((event) => (event.type === 'audio' ? [event] : []))
  return { events, sounds, spoken }
}

describe('speech that follows a recording', () => {
  it('has a plan of the recording’s length, and each sentence in one piece', async () => {
    const { events, sounds } = await speak()
    const [plan] = events
    expect(plan).toMatchObject({ type: 'plan', chunks: [{ text: FIRST.join(' ') }, { text: SECOND.join(' ') }] })
    expect(sounds.map(({ chunkIndex, endsChunk }) => [chunkIndex, endsChunk])).toEqual([[0, true], [1, true]])
  })

  it('holds each sound as long as the recording does, within 50 ms', async () => {
    const { spoken } = await speak()
    const wanted = [FIRST_FRAMES, SECOND_FRAMES]
    spoken.forEach(({ ids, manner }, sentence) => {
      const durations = [...(manner.melody?.durations ?? [])].slice(1, -1)
      // The space and the full stop hold what is left of a pause.
      ids.slice(1, -1).forEach((id, i) => { if (id !== 16 && id !== 4) expect(Math.abs((durations[i] ?? 0) - (wanted[sentence]?.[i] ?? 0)), `id ${i} of sentence ${sentence}`).toBeLessThanOrEqual(2) })
    })
  })

  it('pauses as long as the recording, which the network does not have to say', async () => {
    const { sounds, spoken } = await speak()
    const [, second] = sounds
    const made = (spoken[1]?.manner.melody?.durations ?? new Int32Array()).reduce((sum, frames) => sum + frames, 0)
    expect((second?.samples.length ?? 0) / 600 - made).toBeGreaterThan(40)
    const total = sounds.reduce((sum, { samples }) => sum + samples.length, 0) / 600
    const length = [...FIRST_FRAMES, ...SECOND_FRAMES].reduce((a, b) => a + b, 0)
    expect(Math.abs(total - length)).toBeLessThan(25)
    expect(second?.samples[0]).toBe(0)
    expect(second?.samples.includes(0.5)).toBe(true)
  })

  it('has the recording’s melody in the range of the voice', async () => {
    const { spoken } = await speak()
    const curves = spoken.map(({ manner: { melody } }) => (melody?.pitch?.hertz ?? new Float32Array()).map((hertz, at) => (melody?.pitch?.voicing[at] === VOICING.voiced ? hertz : 0)))
    const range = pitchRangeOf(...curves)!
    expect(Math.exp(range.mean)).toBeCloseTo(110, -1)
    expect(range.spread).toBeLessThan(0.075)
    // A hiss has no pitch of its own, and silence none at all.
    const [first] = spoken
    const voicing = first?.manner.melody?.pitch?.voicing ?? []
    expect(voicing.filter((kind) => kind === VOICING.voiced).length / voicing.length).toBeGreaterThan(0.5)
  })

  it('has its loudness on the scale of the voice’s own, whatever the microphone', async () => {
    const energyOf = ({ spoken }: Awaited<ReturnType<typeof speak>>) => [...(spoken[0]?.manner.melody?.energy ?? [])]
    const [quiet, loud] = [energyOf(await speak(recording(220, 0.1))), energyOf(await speak(recording(220, 0.8)))]
    quiet.forEach((value, at) => { if (!Number.isNaN(value) && !Number.isNaN(loud[at])) expect(value).toBeCloseTo(loud[at] ?? NaN, 0) })
    expect(quiet.some((value) => Number.isNaN(value))).toBe(true)
  })

  it('keeps the voice’s own melody where the recording is whispered', async () => {
    const whispered = recording()
    const random = recording().samples.map((_, i) => 0.02 * Math.sin(i * i))
    const samples = whispered.samples.map((value, i) => (Math.abs(value) < 0.002 ? value : (random[i] ?? 0)))
    const { spoken } = await speak({ samples, sampleRate: 24_000 })
    expect(spoken.map(({ manner }) => manner.melody?.pitch)).toEqual([null, null])
  })
})

describe('what cannot be followed', () => {
  it.each([
    ['silence', new Float32Array(48_000)],
    ['a hum', Float32Array.from({ length: 48_000 }, (_, i) => 0.1 * Math.sin(i / 30))],
    ['a quarter of a second', recording().samples.slice(12_000, 18_000)],
    ['nothing', new Float32Array(0)],
  ])('is %s', async (_, samples) => {
    await expect(speak({ samples, sampleRate: 24_000 })).rejects.toMatchObject({ code: 'guide-silent' })
  })

  it('is a text of which the recording says only the half', async () => {
    const twice = [FIRST, SECOND, FIRST, SECOND, FIRST, SECOND].map(planned)
    await expect(speak(recording(), twice)).rejects.toMatchObject({ code: 'guide-mismatch' })
  })

  it('ends with aborted when it is stopped', async () => {
    const controller = new AbortController()
    controller.abort()
    await expect(speak(recording(), undefined, controller.signal)).rejects.toMatchObject({ code: 'aborted' })
  })
})

it('tells a very short sentence from the pause that it begins in', async () => {
  const short = [50, 52, 4]
  const parts = [said(FIRST, FIRST_FRAMES, 220, 0.4), said(short, [6, 6, 20], 220, 0.4), said(SECOND, SECOND_FRAMES, 220, 0.4)]
  const samples = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  parts.reduce((at, part) => (samples.set(part, at), at + part.length), 0)
  const { sounds } = await speak({ samples, sampleRate: 24_000 }, [FIRST, short, SECOND].map(planned))
  expect(sounds).toHaveLength(3)
  // Half of the pause before it and half of the one behind it.
  expect((sounds[1]?.samples.length ?? 0) / 600).toBeGreaterThan(22)
  expect((sounds[1]?.samples.length ?? 0) / 600).toBeLessThan(42)
})

it('follows a recording of many sentences, of which it reads a few at a time', { timeout: 120_000 }, async () => {
  const pieces = Array.from({ length: 22 }, (_, i) => said(i % 2 ? SECOND : FIRST, i % 2 ? SECOND_FRAMES.map((frames) => Math.min(frames, 20)) : FIRST_FRAMES, 220, 0.4))
  const samples = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    samples.set(piece, at)
    at += piece.length
  }
  const plan = pieces.map((_, i) => planned(i % 2 ? SECOND : FIRST))
  const { sounds } = await speak({ samples, sampleRate: 24_000 }, plan)
  expect(sounds).toHaveLength(22)
  let [end, wanted] = [0, 0]
  sounds.forEach(({ samples: sound }, i) => {
    end += sound.length / 24_000
    wanted += (pieces[i]?.length ?? 0) / 24_000
    // A sentence ends somewhere in the half second of silence behind it.
    expect(Math.abs(end - wanted), `end of sentence ${i}`).toBeLessThan(0.5)
  })
})
