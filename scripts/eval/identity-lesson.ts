import { learnInQuarters, type LessonParts, type SpokenPrompt } from '../../src/state/voice-library/voice-lesson'
import { lessonSteps } from '../../src/state/voice-library/learning-verdict'
import { learningDoubts } from '../../src/shared/audio/learning-doubts'
import { checkPrompt } from '../../src/shared/audio/prompt-check'
import type { PreparedVoice, VoicePrompt } from '../../src/shared/protocol/engine'
import type { VoiceEngine } from '../../workers/inference/engines/voice-engine'
import { readStarterPack } from '../app/fetch-starter-model'
import { engineCall, NODE_PACK_KEY } from '../training/starter-engine'

/** Whose lesson it is. */
export interface Pupil {
  readonly name: string
  readonly prompt: SpokenPrompt
  /** The voice as it speaks at once, heard. */
  readonly voice: PreparedVoice
}

/** Who teaches, and who writes down what is said. */
export interface Teaching {
  readonly engine: VoiceEngine
  readonly transcribe: (recording: VoicePrompt) => Promise<string>
}

/** What somebody does with a lesson in the app who goes on in spite of doubts: the best that was heard, or null where nothing was better than the voice. */
export async function learnAsTheApp({ name, prompt, voice }: Pupil, { engine, transcribe }: Teaching): Promise<PreparedVoice | null> {
  const { findings, figures } = checkPrompt(prompt.samples, prompt.sampleRate)
  const steps = lessonSteps(learningDoubts(findings, figures.speechSeconds))
  const pack = await readStarterPack()
  const services: LessonParts['services'] = {
    learning: {
      load: () => Promise.resolve({ description: engine.description, runtime: { executionProvider: 'wasm', threads: 1, sharesMemory: false }, packKey: NODE_PACK_KEY, loadMs: 0 }),
      prepareVoice: () => Promise.resolve({ voice, stages: [] }),
      confirmVoice: (made) => Promise.resolve(made),
      learnVoice(request, _onProgress, onState, signal) {
        if (!engine.learnVoice) throw new Error('this engine learns no voices')
        return engine.learnVoice(request, engineCall(signal), onState)
      },
    },
    preparedVoices: { read: () => Promise.resolve(null) },
    transcription: {
      transcribe: async ({ samples, sampleRate }) => ({ text: await transcribe({ samples, sampleRate }), language: 'en', words: [] }),
    },
  }
  const listener = { onProgress: () => undefined, onHeard: () => undefined, keep: () => undefined }
  const parts: LessonParts = { services, pack, runtime: { threads: 1 }, transcriber: pack, seed: 1, listener, signal: new AbortController().signal }
  const learned = await learnInQuarters({ id: name, promptSha256: name }, prompt, { steps, kept: null }, parts)
  return learned?.voice ?? null
}
