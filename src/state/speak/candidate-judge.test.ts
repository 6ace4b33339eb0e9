import { beforeEach, describe, expect, it } from 'vitest'
import { MynaError, type ErrorInfo } from '../../shared/protocol/errors'
import { createCandidateJudge, type JudgeParts } from './candidate-judge'
import { buzz, FakeAnalysis, FakeTranscription, transcriberPack, SAMPLE_RATE } from '#testing/state/fake-services'

/** A sentence of about two seconds that dies away. */
const samples = Float32Array.from([...buzz(2).samples, ...new Float32Array(SAMPLE_RATE / 4)])
const sound = { text: 'one two three four five six', language: 'en', voice: 0, samples, sampleRate: SAMPLE_RATE, pace: 1, startSeconds: 0 }

let transcription: FakeTranscription
let analysis: FakeAnalysis
let problems: ErrorInfo[]

beforeEach(() => {
  transcription = new FakeTranscription()
  analysis = new FakeAnalysis()
  problems = []
})

function judge(change: Partial<JudgeParts> = {}) {
  return createCandidateJudge({
    transcription,
    analysis,
    transcriber: transcriberPack,
    sayWord: (word) => word,
    prompts: [Float32Array.of(1, 0)],
    onProblem: (error) => { problems.push(error) },
    ...change,
  })
}

const signal = new AbortController().signal

describe('bad days', () => {
  it('continues without words when the transcriber fails, and says so once', async () => {
    transcription.failure = new MynaError('out-of-memory', 'no room')
    const judging = judge()
    const judged = await Promise.all([judging(sound, signal), judging(sound, signal)])
    expect(judged.map(({ wrongCount, similarity }) => [wrongCount, similarity])).toEqual([[null, 1], [null, 1]])
    await judging(sound, signal)
    expect(transcription.requests).toHaveLength(2)
    expect(problems.map(({ code }) => code)).toEqual(['out-of-memory'])
  })

  it('continues without likeness when the encoder fails, and says so once', async () => {
    analysis.failure = new MynaError('model-not-found', 'HTTP 404')
    transcription.hears = ['one two three four five six', 'one two three four five six']
    const judging = judge()
    expect(await judging(sound, signal)).toMatchObject({ wrongCount: 0, similarity: null, findings: [] })
    await judging(sound, signal)
    expect(problems.map(({ code }) => code)).toEqual(['model-not-found'])
  })

  it('knows no likeness of a candidate in which the encoder hears too little speech', async () => {
    analysis.failure = new MynaError('prompt-too-short')
    expect(await judge()(sound, signal)).toMatchObject({ similarity: null })
    expect(problems).toEqual([])
  })

  it('ends when it is stopped', async () => {
    transcription.wantsHeld = true
    const controller = new AbortController()
    const judging = judge()(sound, controller.signal)
    controller.abort()
    await expect(judging).rejects.toMatchObject({ code: 'aborted' })
    expect(problems).toEqual([])
  })

  it('knows no words of one candidate when another act that was listening is stopped, and listens to the next', async () => {
    const judging = judge()
    transcription.failure = new MynaError('aborted', 'somebody else stopped')
    expect(await judging(sound, signal)).toMatchObject({ wrongCount: null, similarity: 1 })
    transcription.failure = null
    transcription.hears = ['one two three four five six']
    expect(await judging(sound, signal)).toMatchObject({ wrongCount: 0 })
    expect(problems).toEqual([])
  })
})

it('judges words, sound and likeness', async () => {
  transcription.hears = ['one two free for five six']
  analysis.voices = [Float32Array.of(0.6, 0.8)]
  const judged = await judge()(sound, signal)
  expect(judged).toMatchObject({ findings: ['words-differ'], wrongCount: 2, check: { heard: 'one two free for five six' } })
  expect(judged.similarity).toBeCloseTo(0.6, 6)
})

it('judges sound and likeness alone where nobody listens', async () => {
  const judged = await judge({ transcriber: null })({ ...sound, samples: new Float32Array(2 * SAMPLE_RATE) }, signal)
  expect(judged).toEqual({ check: null, findings: ['no-sound'], wrongCount: null, similarity: 1 })
  expect(transcription.requests).toEqual([])
})

it('does not compare a candidate of less than a second', async () => {
  await judge()({ ...sound, samples: samples.slice(0, SAMPLE_RATE - 1) }, signal)
  expect(analysis.requests).toEqual([])
})

it('leaves the samples with whoever gave them', async () => {
  await judge()(sound, signal)
  expect(transcription.requests[0]?.samples).not.toBe(samples)
  expect(analysis.requests[0]?.samples).not.toBe(samples)
})
