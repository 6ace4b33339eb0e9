import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { resample } from '../../src/shared/audio/resample'
import { speakerSimilarity } from '../../src/shared/audio/speaker-similarity'
import { decodeWav } from '../../src/shared/audio/wav'
import { createSpeakerEncoder, ENCODER_SAMPLE_RATE } from '../../workers/speaker-encoder/speaker-encoder'
import { mean } from './eval-figures'
import { createNodeSession } from '../fixtures/bundle-context'

const ENCODER = resolve(import.meta.dirname, '../../workers/speaker-encoder/speaker-encoder.onnx')

/** What likeness means for a prompt. */
export interface References {
  /** Between the two halves of the prompt. */
  readonly samePerson: number
  /** Between the prompt and the other prompts, on average; null where there is no other. */
  readonly otherPerson: number | null
}

/** Compares recordings with themselves and with each other, by the app's own speaker encoder. In the order of `paths`. */
export async function speakerReferences(paths: readonly string[]): Promise<readonly References[]> {
  const session = await createNodeSession(bytesOf(ENCODER))
  const encoder = createSpeakerEncoder(session)
  const prompts = await Promise.all(
    paths.map(async (path) => {
      const { samples, sampleRate } = decodeWav(bytesOf(path))
      const sound = resample(samples, sampleRate, ENCODER_SAMPLE_RATE)
      const middle = sound.length >> 1
      const whole = await encoder.embed(sound)
      return { whole, samePerson: speakerSimilarity(await encoder.embed(sound.slice(0, middle)), await encoder.embed(sound.slice(middle))) }
    }),
  )
  await session.release()
  return prompts.map(({ whole, samePerson }, index) => ({
    samePerson,
    otherPerson: mean(prompts.filter((_, other) => other !== index).map((prompt) => speakerSimilarity(whole, prompt.whole))),
  }))
}

function bytesOf(path: string): ArrayBuffer {
  const file = readFileSync(path)
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
}
