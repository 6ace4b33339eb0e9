import { beforeEach, describe, expect, it } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import type { SavedTake } from '../../shared/protocol/records'
import type { TakeSentence } from '../../shared/protocol/take-check'
import { checkTake } from './take-checker'
import { buzz, FakeAnalysis, FakeTranscription, transcriberPack, SAMPLE_RATE } from '#testing/state/fake-services'

/** A sentence of about a second that dies away. */
const spoken = Float32Array.from([...buzz(1).samples, ...new Float32Array(SAMPLE_RATE / 2)])

const take: SavedTake & { sentences?: readonly TakeSentence[] } = {
  id: 'take',
  createdAt: '2026-01-02T03:04:05.000Z',
  text: 'One two three. Four five six.',
  language: 'en',
  voiceId: 'ada',
  voiceName: 'Ada',
  engineId: 'pocket-tts',
  engineName: 'Pocket',
  packKey: 'pocket@1',
  packId: 'pocket',
  settings: { seed: 7, speed: 1, temperature: 0.7, steps: 1 },
  figures: { audioSeconds: 3, wallMs: 1, rtf: 1, ttfaMs: null, stages: [], executionProvider: 'wasm', threads: 1, underruns: 0 },
  sampleRate: SAMPLE_RATE,
  sampleCount: 2 * spoken.length,
  complete: true,
  sentences: [
    { text: 'One two three.', startSample: 0, endSample: spoken.length },
    { text: 'Four five six.', startSample: spoken.length, endSample: 2 * spoken.length },
  ],
}
const samples = Float32Array.from([...spoken, ...spoken])

let transcription: FakeTranscription
let analysis: FakeAnalysis
let again: { readonly text: string; readonly seed: number }[]
let steps: string[]

beforeEach(() => {
  transcription = new FakeTranscription()
  analysis = new FakeAnalysis()
  again = []
  steps = []
})

function check(retryLimit: number, change: Partial<SavedTake> = {}, signal = new AbortController().signal) {
  let seed = 100
  return checkTake(
    {
      transcription,
      analysis,
      newSeed: () => seed++,
      speakSentence: (_take, { text }, chosen) => {
        again.push({ text, seed: chosen })
        return Promise.resolve({ samples: buzz(2).samples })
      },
    },
    { take: { ...take, ...change }, samples, transcriber: transcriberPack, sayWord: (word) => word, retryLimit, prompts: [Float32Array.of(1, 0)] },
    (label) => steps.push(label),
    signal,
  )
}

const WRONG = 'nothing of the kind'

describe('a sentence that fails', () => {
  it('is left alone where nobody asked for another one', async () => {
    transcription.hears = ['one two three', WRONG]
    const checked = await check(0)
    expect(again).toEqual([])
    expect(checked.take.check?.sentences.map(({ findings }) => findings.length > 0)).toEqual([false, true])
    expect(checked.samples).toEqual(samples)
  })

  it('is spoken again with other seeds until it passes, and the sentence says with which', async () => {
    transcription.hears = ['one two three', WRONG, WRONG, 'four five six']
    const checked = await check(3)
    expect(again).toEqual([{ text: 'Four five six.', seed: 100 }, { text: 'Four five six.', seed: 101 }])
    expect(checked.take.sentences?.map(({ seed }) => seed)).toEqual([undefined, 101])
    expect(checked.take.check?.sentences.map(({ attempts, findings }) => [attempts, findings.length])).toEqual([[1, 0], [3, 0]])
    expect(steps.at(-1)).toBe('Speaking sentence 2 of 2 again')
  })

  it('takes the place of the first one in the sound', async () => {
    transcription.hears = [WRONG, 'one two three', 'four five six']
    const checked = await check(1)
    const [first, second] = checked.take.sentences ?? []
    expect(first?.endSample).toBeGreaterThan(2 * SAMPLE_RATE)
    expect(second).toMatchObject({ startSample: first?.endSample, endSample: checked.samples.length })
    expect(checked.samples.slice(second?.startSample)).toEqual(spoken)
    expect(checked.take.figures.audioSeconds).toBe(checked.samples.length / SAMPLE_RATE)
  })

  it('ends at the limit with the best of all, even if every one fails', async () => {
    transcription.hears = ['one two three', 'four five nine ten', WRONG, WRONG]
    const checked = await check(2)
    expect(again).toHaveLength(2)
    expect(checked.take.check?.sentences[1]).toMatchObject({ heard: 'four five nine ten', attempts: 3 })
    expect(checked.samples).toEqual(samples)
  })

  it('is not spoken again without a temperature, which would say the same', async () => {
    transcription.hears = [WRONG, WRONG]
    await check(3, { settings: { ...take.settings, temperature: 0 } })
    expect(again).toEqual([])
  })

  it('is spoken again by the starter, which departs from its voice a little', async () => {
    transcription.hears = ['one two three', WRONG, 'four five six']
    await check(3, { engineId: 'kokoro', settings: { ...take.settings, temperature: 0 } })
    expect(again).toHaveLength(1)
  })
})

describe('the voice of a sentence', () => {
  /** Four sentences of two and a half seconds. */
  const long = Float32Array.from([...buzz(2).samples, ...new Float32Array(SAMPLE_RATE / 2)])
  const samplesOfFour = Float32Array.from([...long, ...long, ...long, ...long])
  const sentences = [0, 1, 2, 3].map((index) => ({ text: 'One two three four five.', startSample: index * long.length, endSample: (index + 1) * long.length }))
  const near = Float32Array.of(0.8, 0.6)
  const far = Float32Array.of(0.1, Math.sqrt(0.99))

  const checkFour = (retryLimit: number) => {
    transcription.hears = Array.from({ length: 8 }, () => 'one two three four five')
    return checkTake(
      { transcription, analysis, newSeed: () => 5, speakSentence: () => Promise.resolve({ samples: long }) },
      { take: { ...take, sentences, sampleCount: samplesOfFour.length }, samples: samplesOfFour, transcriber: transcriberPack, sayWord: (word) => word, retryLimit, prompts: [Float32Array.of(1, 0)] },
      () => undefined,
      new AbortController().signal,
    )
  }

  it('that strays from the others is a fault, and such a sentence is spoken again', async () => {
    analysis.voices = [near, near, far, near]
    const left = await checkFour(0)
    expect(left.take.check?.sentences.map(({ findings }) => findings)).toEqual([[], [], ['voice-strays'], []])
    analysis.voices = [near, near, far, near, near]
    const again = await checkFour(1)
    expect(again.take.check?.sentences.map(({ attempts, findings }) => [attempts, findings.length])).toEqual([[1, 0], [1, 0], [2, 0], [1, 0]])
    expect(again.take.check?.sentences[2]?.similarity).toBeCloseTo(0.8, 6)
  })

  it('is no fault where it is far from the prompt in every sentence: some engines only lean towards it', async () => {
    analysis.voices = [far, far, far, far]
    const { take: checked } = await checkFour(1)
    expect(checked.check?.sentences.flatMap(({ findings }) => findings)).toEqual([])
  })

  it('is not judged where the encoder fails', async () => {
    analysis.failure = new MynaError('model-not-found')
    const { take: checked } = await checkFour(1)
    expect(checked.check?.sentences.map(({ similarity, findings }) => [similarity, findings])).toEqual(Array.from({ length: 4 }, () => [undefined, []]))
  })
})

describe('bad days', () => {
  it('ends with the code of the transcriber', async () => {
    transcription.failure = new MynaError('out-of-memory', 'no room')
    await expect(check(1)).rejects.toMatchObject({ code: 'out-of-memory' })
  })

  it('stops at once', async () => {
    transcription.wantsHeld = true
    const controller = new AbortController()
    const checking = check(1, {}, controller.signal)
    await expect.poll(() => transcription.requests).toHaveLength(1)
    controller.abort()
    await expect(checking).rejects.toMatchObject({ code: 'aborted' })
  })
})

it('hears a take of an older version as one sentence', async () => {
  const older = { ...take }
  delete older.sentences
  transcription.hears = ['one two three four five six']
  const checked = await checkTake(
    { transcription, analysis, newSeed: () => 1, speakSentence: () => Promise.reject(new Error('not asked for')) },
    { take: older, samples, transcriber: transcriberPack, sayWord: (word) => word, retryLimit: 0, prompts: [] },
    () => undefined,
    new AbortController().signal,
  )
  expect(checked.take.check?.sentences[0]?.words).toHaveLength(6)
  expect(checked.take.sentences).toEqual([{ text: take.text, startSample: 0, endSample: samples.length }])
})
