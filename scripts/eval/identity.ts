import { spawn } from 'node:child_process'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { joinSamples } from '../../src/shared/audio/join'
import { resample } from '../../src/shared/audio/resample'
import { encodeWav16 } from '../../src/shared/audio/wav'
import { DEFAULT_SPEAK_SETTINGS, type PreparedVoice, type VoicePrompt } from '../../src/shared/protocol/engine'
import { editDistance, transcriptWords } from '../../src/shared/text/comparison/word-error-rate'
import { errorInfo } from '../../src/shared/protocol/errors'
import type { GuideRecording } from '../../src/shared/protocol/inference'
import type { VoiceEngine } from '../../workers/inference/engines/voice-engine'
import { readPcm16Wav } from '../fixtures/read-wav'
import { engineCall, openStarterEngine } from '../training/starter-engine'
import type { IdentityArguments, IdentityMethod } from './identity-arguments'
import { learnAsTheApp } from './identity-lesson'
import { createWhisperJudge, JUDGE_SAMPLE_RATE } from './whisper-judge'

/** In no training, no search and no trial. */
const SENTENCES = ['The boat came back late, after the fog had lifted.', 'Nobody knew why the lights went out on the second floor.']
const SCRIPT = resolve(import.meta.dirname, '../../training/identity/identity.py')

/** As training/identity/write_people.py writes it. */
interface Person {
  readonly name: string
  readonly words: string | null
  /** Of the second recording. */
  readonly otherWords: string | null
}

/** What is said, and the recording that is followed in it. */
interface Said {
  readonly text: string
  readonly guide?: GuideRecording
}

/** A line of readings.jsonl. */
interface Reading {
  readonly person: string
  readonly method: IdentityMethod
  readonly sentence: number
  readonly path: string
  readonly words: number
  readonly wordsWrong: number
}

interface Speaking {
  /** Without and with the encoder. */
  readonly plain: VoiceEngine
  readonly encoding: VoiceEngine
  readonly transcribe: (recording: VoicePrompt) => Promise<string>
  /** The same as the app asks for it: with the words' times, for which it does not stop behind a heading. */
  readonly wordsOf: (recording: VoicePrompt) => Promise<string>
  /** Voices that had a lesson in this run, by name. */
  readonly learned: Map<string, PreparedVoice>
}

/** Reads all that is still to be read, then prints the judge's table. */
export async function evaluateIdentity(options: IdentityArguments): Promise<void> {
  await mkdir(options.out, { recursive: true })
  const people = (JSON.parse(await readFile(join(options.people, 'people.json'), 'utf8')) as Person[]).slice(0, options.limit)
  const wanted = people.flatMap((person) => options.methods.map((method) => ({ person, method })))
  const done = await readingsOf(options.out)
  const left = wanted.filter(({ person, method }) => done.filter((reading) => reading.person === person.name && reading.method === method).length < (method === 'followed' ? 1 : SENTENCES.length))
  if (left.length > 0) await readAll(left, options)
  await judge(options)
}

async function readingsOf(out: string): Promise<readonly Reading[]> {
  const path = join(out, 'readings.jsonl')
  if (!existsSync(path)) return []
  return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Reading)
}

async function readAll(left: readonly { readonly person: Person; readonly method: IdentityMethod }[], options: IdentityArguments): Promise<void> {
  const whisper = await createWhisperJudge()
  const [plain, encoding] = [await openStarterEngine({ encodes: false }), await openStarterEngine()]
  const speaking: Speaking = {
    plain, encoding,
    transcribe: ({ samples, sampleRate }) => whisper.transcribe(resample(samples, sampleRate, JUDGE_SAMPLE_RATE)),
    wordsOf: async ({ samples, sampleRate }) => (await whisper.timedWords(resample(samples, sampleRate, JUDGE_SAMPLE_RATE))).map(({ text }) => text).join(' '),
    learned: new Map(),
  }
  try {
    for (const { person, method } of left) {
      const prompt = { ...readPcm16Wav(await readFile(join(options.people, `${person.name}_a.wav`))), ...(person.words !== null && { words: person.words }) }
      const startedAt = performance.now()
      const voice = await voiceBy(method, person.name, prompt, speaking)
      const { summary } = voice
      console.error(`${person.name} ${method} after ${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${summary}`)
      const texts = method === 'followed' ? [await followed(join(options.people, `${person.name}_b.wav`), person.otherWords, speaking)] : SENTENCES.map((text) => ({ text }))
      await readSentences(voice, texts, { person: person.name, method }, speaking, options.out)
    }
  } finally {
    await Promise.all([plain.release(), encoding.release(), whisper.dispose()])
  }
}

/** What a recording says, as that says it; what nobody wrote down Whisper does. */
async function followed(path: string, words: string | null, { wordsOf }: Speaking): Promise<Said> {
  const recording = readPcm16Wav(await readFile(path))
  return { text: words ?? (await wordsOf(recording)), guide: { ...recording, isTrusted: true } }
}

async function voiceBy(method: IdentityMethod, name: string, prompt: VoicePrompt, speaking: Speaking): Promise<PreparedVoice> {
  const { plain, encoding, learned } = speaking
  if (method === 'searched') return plain.prepareVoice(prompt, engineCall())
  const known = method === 'encoded' ? undefined : learned.get(name)
  if (known) return known
  const made = await encoding.prepareVoice(prompt, engineCall())
  const encoded = (await encoding.confirmVoice?.(made, engineCall())) ?? made
  if (method === 'encoded') return encoded
  const voice = await learnedVoice(name, prompt, encoded, speaking)
  learned.set(name, voice)
  return voice
}

async function learnedVoice(name: string, prompt: VoicePrompt, encoded: PreparedVoice, { encoding, transcribe, wordsOf }: Speaking): Promise<PreparedVoice> {
  // As in the app: what nobody wrote down Whisper does.
  const words = prompt.words ?? (await wordsOf(prompt))
  try {
    const learned = await learnAsTheApp({ name, prompt: { ...prompt, words }, voice: encoded }, { engine: encoding, transcribe })
    return learned ?? { ...encoded, summary: 'learned: nothing was better' }
  } catch (thrown) {
    // As in the app, whoever is refused keeps the voice of before.
    const { code, detail } = errorInfo(thrown)
    if (code !== 'words-mismatch') throw thrown
    return { ...encoded, summary: `not learned: ${detail}` }
  }
}

async function readSentences(voice: PreparedVoice, texts: readonly Said[], { person, method }: Pick<Reading, 'person' | 'method'>, { plain, transcribe }: Speaking, out: string): Promise<void> {
  const { sampleRate } = plain.description
  for (const [sentence, { text, guide }] of texts.entries()) {
    const parts: Float32Array[] = []
    for await (const event of plain.speak({ text, language: 'en-US', voice, settings: DEFAULT_SPEAK_SETTINGS, ...(guide && { guide }) }, engineCall())) {
      if (event.type === 'audio') parts.push(event.samples)
    }
    const samples = joinSamples(parts)
    const path = `${person}_${method}_${sentence + 1}.wav`
    await writeFile(join(out, path), new Uint8Array(encodeWav16(samples, sampleRate)))
    const said = transcriptWords(text)
    const wordsWrong = editDistance(said, transcriptWords(await transcribe({ samples, sampleRate })))
    const reading: Reading = { person, method, sentence, path, words: said.length, wordsWrong }
    await appendFile(join(out, 'readings.jsonl'), `${JSON.stringify(reading)}\n`)
  }
}

async function judge({ people, out, python, dnsmos }: IdentityArguments): Promise<void> {
  const args = [SCRIPT, '--people', people, '--readings', out, ...(dnsmos === null ? [] : ['--dnsmos', dnsmos])]
  await new Promise<void>((done, failed) => {
    const child = spawn(python, args, { stdio: 'inherit' })
    child.once('error', (thrown) => {
      failed(new Error(`The judge could not be started with ${python}; the readings are in ${out}.`, { cause: thrown }))
    })
    child.once('exit', (code) => {
      if (code === 0) done()
      else failed(new Error(`The judge ended with code ${code ?? 'none'}; the readings are in ${out}.`))
    })
  })
}
