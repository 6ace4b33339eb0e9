import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SPEAK_SETTINGS, type SpeakEvent } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import type { SpeakRequest } from '../../shared/protocol/inference'
import { onePassage } from '../../shared/protocol/script'
import type { ChosenCandidate } from '../../shared/protocol/take-check'
import type { JudgedCandidate } from './candidate-judge'
import { speakBestOf, type CandidateStep } from './sentence-candidates'
import { FakeInference, SAMPLE_RATE } from '#testing/state/fake-services'

const SENTENCES = ['First.', 'Second.']
const voice = { engineId: 'kokoro', packKey: 'key', format: 1, data: new ArrayBuffer(4), summary: '' } as const
const request: SpeakRequest = { passages: onePassage('First. Second.'), voices: [voice], language: 'en-US', settings: { ...DEFAULT_SPEAK_SETTINGS, seed: 7 } }

const fine: JudgedCandidate = { check: null, findings: [], wrongCount: null, similarity: 0.5 }
const faulty: JudgedCandidate = { ...fine, findings: ['cut-ending'] }

let requests: SpeakRequest[]
let verdicts: JudgedCandidate[]
let judgedAt: number[]
let events: SpeakEvent[]
let steps: CandidateStep[]
let chosen: ChosenCandidate[]
let failAt: number

beforeEach(() => {
  requests = []
  verdicts = []
  judgedAt = []
  events = []
  steps = []
  chosen = []
  failAt = Infinity
})

/** Speaks the first candidate as a second of 0.01, the next as one of 0.02, and so on. */
const inference = Object.assign(new FakeInference(), {
  speak(asked: SpeakRequest, onEvent: (event: SpeakEvent) => void) {
    requests.push(asked)
    if (requests.length > failAt) return Promise.reject(new MynaError('inference-failed', 'no more'))
    onEvent({ type: 'plan', chunks: SENTENCES.map((text) => ({ text, estimatedSeconds: 1 })) })
    const { from, to } = asked.chunks!
    for (let chunkIndex = from; chunkIndex < to; chunkIndex++) {
      onEvent({ type: 'audio', chunkIndex, samples: new Float32Array(SAMPLE_RATE).fill((requests.length - 1) / 100), endsChunk: true })
    }
    const stages = [{ stage: 'synthesis' as const, totalMs: 10, calls: to - from, frames: 0, on: 'wasm' as const }]
    return Promise.resolve({ sampleCount: (to - from) * SAMPLE_RATE, sampleRate: SAMPLE_RATE, wallMs: 10, stages, executionProvider: 'wasm' as const, threads: 2 })
  },
})

function speak(bestOf: number, retryLimit = 0, signal = new AbortController().signal) {
  const judge = (sound: { startSeconds: number }, itsSignal: AbortSignal) => {
    itsSignal.throwIfAborted()
    judgedAt.push(sound.startSeconds)
    return Promise.resolve(verdicts.shift() ?? fine)
  }
  const listener = {
    onEvent: (event: SpeakEvent) => { events.push(event) },
    onStep: (step: CandidateStep) => { steps.push(step) },
    onChosen: (choice: ChosenCandidate) => { chosen.push(choice) },
  }
  return speakBestOf({ inference, judge }, request, { bestOf, retryLimit }, listener, signal)
}

const audio = () => events.flatMap((event) => (event.type === 'audio' ? [event] : []))
const levels = () => audio().map(({ samples }) => Math.round((samples[0] ?? 0) * 100))

describe('bad days', () => {
  it('ends with the error of the engine, and what was chosen before stays', async () => {
    failAt = 4
    await expect(speak(2)).rejects.toMatchObject({ code: 'inference-failed' })
    expect(levels()).toHaveLength(1)
    expect(chosen.map(({ chunkIndex }) => chunkIndex)).toEqual([0])
  })

  it('sends nothing more once it is stopped', async () => {
    const controller = new AbortController()
    controller.abort(new MynaError('aborted'))
    await expect(speak(2, 0, controller.signal)).rejects.toMatchObject({ code: 'aborted' })
    expect(audio()).toEqual([])
  })

  it('keeps the best where every candidate has faults', async () => {
    verdicts = [{ ...faulty, similarity: 0.2 }, { ...faulty, similarity: 0.4 }, { ...faulty, similarity: 0.3 }]
    await speak(3)
    expect(levels()[0]).toBe(2)
    expect(chosen[0]?.choice.readings.every(({ findings }) => findings.length > 0)).toBe(true)
  })
})

describe('several candidates for each sentence', () => {
  it('are made one after another of every sentence alone, the first as an ordinary reading has it', async () => {
    await speak(2)
    expect(requests.map(({ chunks, varied }) => [chunks?.from, chunks?.to, varied])).toEqual([
      [0, 0, false],
      [0, 1, false],
      [0, 1, true],
      [1, 2, false],
      [1, 2, true],
    ])
    const seeds = requests.map(({ settings }) => settings.seed)
    expect([seeds[0], seeds[1], seeds[3]]).toEqual([7, 7, 7])
    expect(seeds[2]).not.toBe(7)
    expect(seeds[4]).toBe(seeds[2])
  })

  it('send one plan first, then the kept sound of each sentence as soon as it is chosen', async () => {
    verdicts = [{ ...fine, similarity: 0.1 }, { ...fine, similarity: 0.2 }, { ...fine, similarity: 0.9 }, fine]
    const summary = await speak(2)
    expect(events.filter(({ type }) => type !== 'timings').map(({ type }) => type)).toEqual(['plan', 'audio', 'audio'])
    expect(levels()).toEqual([2, 3])
    expect(audio().map(({ chunkIndex, endsChunk }) => [chunkIndex, endsChunk])).toEqual([[0, true], [1, true]])
    expect(chosen.map(({ choice }) => [choice.kept, choice.reason])).toEqual([[1, 'similarity'], [0, 'similarity']])
    expect(summary.sampleCount).toBe(2 * SAMPLE_RATE)
  })

  it('add up what they cost', async () => {
    const summary = await speak(2)
    expect(summary).toMatchObject({ wallMs: 50, stages: [{ stage: 'synthesis', totalMs: 50, calls: 4 }] })
  })

  it('are counted for the person', async () => {
    await speak(2)
    expect(steps.map(({ chunkIndex, candidate, candidateCount }) => [chunkIndex, candidate, candidateCount])).toEqual([
      [0, 1, 2], [0, 2, 2], [1, 1, 2], [1, 2, 2],
    ])
  })

  it('are judged where they would lie in the take', async () => {
    await speak(2)
    expect(judgedAt).toEqual([0, 0, 1, 1])
  })
})

describe('a sentence none of whose candidates is without fault', () => {
  it('is read again until one is, up to the limit', async () => {
    verdicts = [faulty, faulty, faulty, fine]
    await speak(2, 3)
    expect(steps.filter(({ chunkIndex }) => chunkIndex === 0).map(({ candidate, candidateCount }) => [candidate, candidateCount])).toEqual([
      [1, 2], [2, 2], [3, 3], [4, 4],
    ])
    expect(chosen[0]?.choice).toMatchObject({ kept: 3, reason: 'findings' })
    expect(steps.filter(({ chunkIndex }) => chunkIndex === 1)).toHaveLength(2)
  })

  it('is left with the best of all at the limit', async () => {
    verdicts = [faulty, faulty, faulty]
    await speak(2, 1)
    expect(chosen[0]?.choice.readings).toHaveLength(3)
    expect(chosen[0]?.choice.kept).toBe(0)
  })
})

it('gives what was heard in the kept candidate, and how often the sentence was spoken', async () => {
  const check = { words: [], heard: 'first', extraCount: 0, findings: [] }
  verdicts = [{ ...fine, wrongCount: 0, check }, { ...fine, wrongCount: 2, check: { ...check, heard: 'fist' } }]
  await speak(2)
  expect(chosen.map(({ check: kept }) => kept)).toEqual([{ ...check, attempts: 2 }, null])
})
