import { expect, it } from 'vitest'
import { constructSpeech } from '#fixtures/constructed-speech'
import { DEFAULT_SPEAK_SETTINGS, type SpeakEvent, type SpeakSummary } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import type { SpeakRequest } from '../../shared/protocol/inference'
import { onePassage } from '../../shared/protocol/script'
import type { AppServices } from '../app-services'
import { speakDubbed } from './dubbed-speech'

const RATE = 24_000
const request: SpeakRequest = { passages: onePassage(''), voices: [], language: 'en-US', settings: DEFAULT_SPEAK_SETTINGS }
const summary = { sampleCount: 1, sampleRate: RATE, wallMs: 10, stages: [], executionProvider: 'wasm', threads: 1 } as SpeakSummary

/** Says each word in a second, with a pause of half a second behind; notes at which pace it was asked. */
function fakeInference(paces: boolean) {
  const asked: string[] = []
  const speak: AppServices['inference']['speak'] = ({ passages, settings, plan, chunks }, onEvent) => {
    const text = passages.map((passage) => passage.text).join(' ')
    if (plan ?? chunks) throw new MynaError('reading-changed', 'a line was taken for the whole')
    asked.push(`${text} ${settings.speed.toFixed(2)}`)
    if (text === '!') return Promise.reject(new MynaError('text-unspeakable', 'no words'))
    const seconds = text.split(' ').length / (paces ? settings.speed : 1)
    const speech = constructSpeech([{ sound: 'a', frames: Math.round(seconds * 40) }], () => 120)
    const samples = new Float32Array(speech.length + RATE / 2)
    samples.set(speech)
    onEvent({ type: 'plan', chunks: [{ text, estimatedSeconds: 1 }] })
    onEvent({ type: 'audio', chunkIndex: 0, samples, endsChunk: true, words: [{ text, startSeconds: 0, endSeconds: seconds }] })
    return Promise.resolve(summary)
  }
  return { asked, inference: { speak } as AppServices['inference'] }
}

const line = (startSeconds: number, endSeconds: number, text: string) => ({ text, startSeconds, endSeconds })

async function dubbed(paces: boolean, lines: readonly ReturnType<typeof line>[], seconds: number, kept = { keptSamples: 0, keptLines: 0 }) {
  const { inference, asked } = fakeInference(paces)
  const events: SpeakEvent[] = []
  const whole = kept.keptLines > 0 ? { ...request, plan: lines.map(({ text }) => text), chunks: { from: kept.keptLines, to: lines.length } } : request
  const total = await speakDubbed({ inference, sampleRate: RATE, paces, ...kept }, whole, { lines, seconds }, (event) => { events.push(event) }, new AbortController().signal)
  const sounds = events.filter((event) => event.type === 'audio')
  return { asked, events, sounds, total, lengths: sounds.map(({ samples }) => samples.length / RATE) }
}

it.each([true, false])('puts each line at its time, at a pace that fits, and is as long as the film (engine with a pace: %s)', async (paces) => {
  const { asked, events, sounds, lengths, total } = await dubbed(paces, [line(1, 3.2, 'one two'), line(5, 6.8, 'three four')], 9)
  expect(events[0]).toMatchObject({ type: 'plan', chunks: [{ text: 'one two' }, { text: 'three four' }] })
  expect(lengths).toEqual([5, 4])
  expect(total.sampleCount).toBe(9 * RATE)
  expect(asked.map((words) => words.replace(/[\d.]+$/, ''))).toEqual(paces ? ['one two ', 'one two ', 'three four ', 'three four '] : ['one two ', 'three four '])
  // Silence before it, then sound up to about the end of its time.
  const first = sounds[0]?.samples ?? new Float32Array(0)
  expect(first.subarray(0, RATE).every((sample) => sample === 0)).toBe(true)
  expect(Math.abs(first.findLastIndex((sample) => Math.abs(sample) > 0.01) / RATE - 3.2)).toBeLessThan(0.15)
  const second = sounds[1]?.samples ?? new Float32Array(0)
  expect(Math.abs(second.findLastIndex((sample) => Math.abs(sample) > 0.01) / RATE - 1.8)).toBeLessThan(0.15)
  expect(sounds[0]?.words?.[0]?.startSeconds).toBeCloseTo(1, 5)
})

it('begins a line late rather than on top of one that is too long', async () => {
  const { lengths, sounds } = await dubbed(true, [line(0, 1, 'one two three'), line(1, 2, 'four')], 4)
  expect(lengths[0]).toBeGreaterThan(3 / 1.25 - 0.05)
  expect(lengths[0]).toBeLessThan(3 / 1.25 + 0.15)
  expect((lengths[0] ?? 0) + (lengths[1] ?? 0)).toBeCloseTo(4, 3)
  expect(Math.abs(sounds[1]?.samples[2400] ?? 0)).toBeGreaterThan(0)
})

it('keeps silent where a line has no words, and goes on behind the lines that are there', async () => {
  const lines = [line(0, 1, 'one'), line(2, 3, '!'), line(4, 5, 'two')]
  const { asked, lengths } = await dubbed(true, lines, 6, { keptSamples: 2 * RATE, keptLines: 1 })
  expect(lengths).toEqual([2, 2])
  expect(asked[0]).toBe('! 1.00')
})

it('fails as the engine does', async () => {
  const speak = () => Promise.reject(new MynaError('worker-crashed', 'gone'))
  const inference = { speak } as unknown as AppServices['inference']
  await expect(speakDubbed({ inference, sampleRate: RATE, paces: true, keptSamples: 0, keptLines: 0 }, request, { lines: [line(0, 1, 'one')], seconds: 1 }, () => undefined, new AbortController().signal)).rejects.toMatchObject({ code: 'worker-crashed' })
})

it('says of a line what the script has for it, and nothing where that is nothing', async () => {
  const { inference, asked } = fakeInference(true)
  const passages = ['one [pause 1s]', 'two', 'three'].flatMap((text) => onePassage(text))
  const events: SpeakEvent[] = []
  const lines = [{ ...line(0, 1, 'ANNA: one'), passages: 1 }, { ...line(2, 3, '…'), passages: 0 }, { ...line(4, 5, 'two three'), passages: 2 }]
  await speakDubbed({ inference, sampleRate: RATE, paces: true, keptSamples: 0, keptLines: 0 }, { ...request, passages }, { lines, seconds: 6 }, (event) => { events.push(event) }, new AbortController().signal)
  expect(asked.filter((words) => words.endsWith('1.00'))).toEqual(['one [pause 1s] 1.00', 'two three 1.00'])
  expect(events[0]).toMatchObject({ type: 'plan', chunks: [{ text: 'one', passage: 0 }, { text: '…', passage: 1 }, { text: 'two three', passage: 1 }] })
})
