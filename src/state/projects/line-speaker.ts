import { joinSamples } from '../../shared/audio/join'
import { packSamples, withoutEndingZeros } from '../../shared/audio/packed-samples'
import type { SpeakEvent } from '../../shared/protocol/engine'
import { errorInfo, MynaError } from '../../shared/protocol/errors'
import type { LoadedEngine, Progress } from '../../shared/protocol/inference'
import { UNSPEAKABLE, type LineFacts, type LineSound, type Project } from '../../shared/protocol/project'
import type { TimedWord } from '../../shared/protocol/timed-word'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import type { GetState } from '../slice'
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
    const pack = packs.find((status) => status.pack.id === packId && status.state.phase === 'ready')?.pack
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
    const heard = createHearing(sampleRate)
    const startMs = performance.now()
    try {
      const passages = [{ text: line.spokenText, voice: 0, prosody: line.prosody }]
      const request = { passages, voices: [prepared], language: project.language, settings, ...(version > 0 && { varied: true }) }
      await inference.speak(request, heard.take, signal)
    } catch (thrown) {
      const leftOut = UNSPEAKABLE.find((code) => code === errorInfo(thrown).code)
      if (leftOut === undefined) throw thrown
      return { facts: { ...id, sampleRate, sampleCount: 0, wallMs: performance.now() - startMs, leftOut }, sound: null }
    }
    const samples = withoutEndingZeros(heard.samples())
    const words = heard.words()
    const facts = { ...id, sampleRate, sampleCount: samples.length, wallMs: performance.now() - startMs }
    return { facts, sound: { ...id, ...packSamples(samples), ...(words.length > 0 && { words }) } }
  }
}

/** Gathers the sound of a line, which may come in several chunks. */
function createHearing(sampleRate: number) {
  const parts: Float32Array[] = []
  const wordsOf = new Map<number, readonly TimedWord[]>()
  let sampleCount = 0
  let chunkStart = 0
  return {
    take: (event: SpeakEvent): void => {
      if (event.type !== 'audio') return
      const start = chunkStart / sampleRate
      const words = event.words?.map(({ text, startSeconds, endSeconds }) => ({ text, startSeconds: start + startSeconds, endSeconds: start + endSeconds }))
      if (words) wordsOf.set(event.chunkIndex, words)
      parts.push(event.samples)
      sampleCount += event.samples.length
      if (event.endsChunk) chunkStart = sampleCount
    },
    samples: () => joinSamples(parts),
    words: (): readonly TimedWord[] => [...wordsOf.values()].flat(),
  }
}
