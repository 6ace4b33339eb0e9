import { packSamples, withoutEndingZeros } from '../../shared/audio/packed-samples'
import { errorInfo, MynaError } from '../../shared/protocol/errors'
import type { LoadedEngine, Progress } from '../../shared/protocol/inference'
import { UNSPEAKABLE, type LineFacts, type LineSound, type Project } from '../../shared/protocol/project'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import { readyPack } from '../models/ready-pack'
import type { GetState } from '../slice'
import { gatherSpeech } from '../speak/gathered-speech'
import type { VoiceSource } from '../voice-library/voice-source'
import type { VoicesSlice } from '../voice-library/voices-slice'
import type { PlannedLine } from './planned-lines'

/** What came of a line; no sound where it was left out. */
export interface MadeLine {
  readonly facts: LineFacts
  readonly sound: LineSound | null
}

/** Makes one line of a project, silently. */
export type SpeakLine = (project: Project, line: PlannedLine, onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<MadeLine>

/** Errors: `voice-missing`, `model-missing`, and those of the engine. */
export function createLineSpeaker(
  { inference }: Pick<AppServices, 'inference'>,
  voiceSource: VoiceSource,
  get: GetState<VoicesSlice & ModelsSlice & NoticesSlice>,
): SpeakLine {
  async function open({ packId }: Project, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<LoadedEngine> {
    const { packs, executionProvider, threads } = get()
    const pack = readyPack(packs, packId)
    if (!pack) throw new MynaError('model-missing', packId)
    return inference.load({ pack, runtime: { executionProvider, threads } }, onProgress, signal)
  }

  return async (project, line, onProgress, signal) => {
    const { voice } = line
    if (!voice) throw new MynaError('voice-missing', `nobody is chosen to read “${line.text.slice(0, 40)}”`)
    const loaded = await open(project, onProgress, signal)
    const prepared = await voiceSource.take(voice, loaded, { onProgress, onStages: () => undefined, onProblem: get().notifyError }, signal)
    const { sampleRate } = loaded.description
    const id = { projectId: project.id, key: line.key }
    const { version = 0 } = line.choice
    const settings = { ...project.settings, seed: (project.settings.seed + version) >>> 0 }
    const gatherer = gatherSpeech(sampleRate)
    const startMs = performance.now()
    try {
      const passages = [{ text: line.spokenText, voice: 0, prosody: line.prosody }]
      const request = { passages, voices: [prepared], language: project.language, settings, ...(version > 0 && { varied: true }) }
      await inference.speak(request, gatherer.take, signal)
    } catch (thrown) {
      const leftOut = UNSPEAKABLE.find((code) => code === errorInfo(thrown).code)
      if (leftOut === undefined) throw thrown
      return { facts: { ...id, sampleRate, sampleCount: 0, wallMs: performance.now() - startMs, leftOut }, sound: null }
    }
    const { samples: said, words } = gatherer.speech()
    const samples = withoutEndingZeros(said)
    const facts = { ...id, sampleRate, sampleCount: samples.length, wallMs: performance.now() - startMs }
    return { facts, sound: { ...id, ...packSamples(samples), ...(words && { words }) } }
  }
}
