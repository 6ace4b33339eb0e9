import { beforeEach, expect, it } from 'vitest'
import type { PreparedVoice } from '../../src/shared/protocol/engine'
import type { LearnRequest } from '../../src/shared/protocol/inference'
import type { VoiceEngine } from '../../workers/inference/engines/voice-engine'
import { buzz } from '#testing/state/fake-services'
import { NODE_PACK_KEY } from '../training/starter-engine'
import { learnAsTheApp } from './identity-lesson'

const voiceOf = (step: number): PreparedVoice => ({ engineId: 'kokoro', packKey: NODE_PACK_KEY, format: 2, data: new ArrayBuffer(step), summary: `step ${step}` })
const SENTENCE = 'Good morning to all of you.'

let asked: LearnRequest[]
beforeEach(() => { asked = [] })

/** A lesson in which each hearing is so far from the person, and in which that is heard which `words` says. */
function learn(distances: readonly number[], { seconds = 12, words = distances.map(() => SENTENCE) } = {}) {
  const engine = {
    learnVoice(request: LearnRequest) {
      const distance = distances[asked.length] ?? NaN
      asked.push(request)
      const state = { step: request.until, steps: request.steps, seed: request.seed, numbers: new Float32Array(3) }
      return Promise.resolve({ state, voice: voiceOf(request.until), trial: { sentences: [{ text: SENTENCE, samples: buzz(2).samples }], sampleRate: buzz(2).sampleRate, likeness: 0.5, distance, strayed: 0 } })
    },
  } as unknown as VoiceEngine
  const prompt = { ...buzz(seconds), words: 'Ask not what' }
  return learnAsTheApp({ name: 'ada', prompt, voice: voiceOf(0) }, { engine, transcribe: () => Promise.resolve(words[asked.length - 1] ?? '') })
}

it('gives the state that the app would keep, not the last', async () => {
  expect((await learn([1, 0.9, 0.7, 0.8, 0.9]))?.summary).toBe('step 12')
  expect(asked.map(({ until }) => until)).toEqual([0, 6, 12, 18, 24])
})

it('does not keep what loses words', async () => {
  expect((await learn([1, 0.9, 0.7, 0.8, 0.9], { words: [SENTENCE, SENTENCE, 'Wood warning to', SENTENCE, SENTENCE] }))?.summary).toBe('step 18')
})

it('keeps nothing where nothing is better, and learns less of what is short', async () => {
  expect(await learn([1, 1, 1, 1, 1], { seconds: 3 })).toBeNull()
  expect(asked.at(-1)?.until).toBe(12)
})
