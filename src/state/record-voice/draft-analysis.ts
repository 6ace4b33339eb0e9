import type { AnalysisService } from '../../services/services'
import { holdsSeveralSpeakers, speakerWindows } from '../../shared/audio/several-speakers'
import { speechBetween } from '../../shared/audio/speech-frames'
import { SHORTEST_TELLING_SECONDS } from '../../shared/audio/likeness-floor'
import { speakerSimilarity, TWO_PEOPLE_BELOW } from '../../shared/audio/speaker-similarity'
import { errorInfo, isAbort, MynaError } from '../../shared/protocol/errors'
import type { SavedVoice } from '../../shared/protocol/records'
import type { RunningActs } from '../running-acts'
import { withHeardChannels } from './file-clip'
import { judged, partOf, plainClip, suggestedPart, withPart, type HeardSpeech, type PromptClip, type PromptDraft } from './prompt-draft'
import type { RecordingSlice } from './recording-slice'
import type { EmbedPrompt } from '../voice-library/prompt-embedding'
import { voiceById, type VoicesSlice } from '../voice-library/voices-slice'
import { hearSpeech } from './speech-detection'

/** A handle that is being dragged changes the draft many times a second; it is listened to where it is let go. */
const SETTLED_MS = 400
/** The suppressor learns in its first second what is noise: it gets one from before the part. */
const LEAD_SECONDS = 1
/** More of a prompt is not listened to by engines either. */
const LONGEST_HEARD_SECONDS = 30

/** The part of the store that is followed. */
export interface DraftStore {
  readonly getState: () => Pick<RecordingSlice & VoicesSlice, 'changeDraft' | 'moodOf' | 'voices'>
  readonly subscribe: (listener: (state: Pick<RecordingSlice, 'recording'>) => void) => unknown
}

/**
 * Listens to every draft: first for speech in all of it, then, once the handles rest, for more than one voice between
 * them, and of a mood for whether it is the voice's; and takes the noise away where the person chose that. What cannot be had is written into the draft.
 */
export function analyseDrafts(store: DraftStore, analysis: AnalysisService, acts: RunningActs, embedPrompt: EmbedPrompt): void {
  let followed: PromptDraft | null = null
  let heard: Promise<void> = Promise.resolve()

  store.subscribe(({ recording }) => {
    const draft = recording.phase === 'draft' ? recording.draft : null
    const before = followed
    followed = draft
    const isSame = isSamePart(draft, before)
    if (draft?.prompt !== before?.prompt) {
      heard = draft && !draft.heard ? acts.run('speech-detection', (signal) => hear(draft, signal)) : acts.stop('speech-detection')
    }
    if (!isSame) void (draft ? acts.run('speaker-count', listen) : acts.stop('speaker-count'))
    if (draft?.cleaning.phase !== before?.cleaning.phase || draft?.sound !== before?.sound || !isSame) {
      if (draft?.sound === 'cleaned' && draft.cleaning.phase === 'idle') void acts.run('noise-removal', (signal) => clean(draft, isSame, signal))
      else if (draft?.cleaning.phase !== 'working') void acts.stop('noise-removal')
    }
  })

  async function hear(draft: PromptDraft, signal: AbortSignal): Promise<void> {
    try {
      const found = await hearSpeech(analysis, draft.prompt, (hearing) => { change(signal, (now) => ({ ...now, hearing })) }, signal)
      const clip = await hearChannels(draft, found, signal)
      change(signal, (now) => {
        const clips = now.clips.map((old) => (old.prompt === now.prompt ? clip : old))
        const known = { ...now, prompt: clip.prompt, clips, heard: clip.heard, hearing: null }
        if (now.isTrimmed) return judged(known)
        const { startSeconds, endSeconds } = suggestedPart(clip.prompt, clip.heard)
        return withPart(known, startSeconds, endSeconds)
      })
    } catch (thrown) {
      change(signal, (now) => ({ ...now, hearing: null, listenFailure: errorInfo(thrown, 'inference-failed') }))
    }
  }

  /** The draft's clip with what was heard in it; where nobody chose its channel yet, the better one by ear. */
  async function hearChannels(draft: PromptDraft, found: HeardSpeech, signal: AbortSignal): Promise<PromptClip> {
    const clip = { ...(draft.clips.find(({ prompt }) => prompt === draft.prompt) ?? plainClip(draft.name, draft.prompt)), heard: found }
    const { channels } = clip
    if (!channels || channels.isPersons || channels.choice.offered.length < 2) return clip
    const heard: HeardSpeech[] = []
    for (const [channel, samples] of channels.samples.entries()) {
      const isKnown = channels.used === channel
      heard.push(isKnown ? found : await hearSpeech(analysis, { samples, sampleRate: draft.prompt.sampleRate }, () => undefined, signal))
    }
    return withHeardChannels(clip, channels, heard)
  }

  async function listen(signal: AbortSignal): Promise<void> {
    try {
      await settled(signal)
      await heard
      signal.throwIfAborted()
      if (followed && (await holdsSeveral(analysis, followed, signal))) {
        change(signal, (now) => judged({ ...now, hasSeveralSpeakers: true }))
      }
      const { moodOf } = store.getState()
      const voice = voiceById(store.getState(), moodOf)
      if (followed && voice && (await isSomebodyElse(analysis, followed, voice, embedPrompt, signal))) {
        change(signal, (now) => judged({ ...now, isSomebodyElse: true }))
      }
    } catch (thrown) {
      change(signal, (now) => ({ ...now, listenFailure: errorInfo(thrown, 'inference-failed') }))
    }
  }

  async function clean(draft: PromptDraft, isAtRest: boolean, signal: AbortSignal): Promise<void> {
    try {
      await (isAtRest ? null : settled(signal))
      change(signal, (now) => ({ ...now, cleaning: { phase: 'working' } }))
      const samples = await withoutNoise(analysis, draft, signal)
      change(signal, (now) => judged({ ...now, cleaning: { phase: 'ready', samples } }))
    } catch (thrown) {
      if (isAbort(thrown)) return
      change(signal, (now) => judged({ ...now, sound: 'original', cleaning: { phase: 'failed', error: errorInfo(thrown, 'inference-failed') } }))
    }
  }

  function change(signal: AbortSignal, changed: (draft: PromptDraft) => PromptDraft): void {
    if (!signal.aborted) store.getState().changeDraft(changed)
  }
}

/**
 * Whether what is between the handles sounds like none of the voice's recordings. Of less than two seconds of speech nobody can tell.
 * Errors: those of `AnalysisService.embedSpeech`.
 */
async function isSomebodyElse(analysis: AnalysisService, draft: PromptDraft, voice: SavedVoice, embedPrompt: EmbedPrompt, signal: AbortSignal): Promise<boolean> {
  if (draft.figures.speechSeconds < SHORTEST_TELLING_SECONDS) return false
  const { sampleRate } = draft.prompt
  const heard = await analysis.embedSpeech({ samples: partOf(draft).slice(0, LONGEST_HEARD_SECONDS * sampleRate), sampleRate }, signal)
  for (const prompt of [voice, ...(voice.moods ?? [])]) {
    signal.throwIfAborted()
    if (speakerSimilarity(heard, await embedPrompt(prompt, signal)) >= TWO_PEOPLE_BELOW) return false
  }
  return true
}

/** Whether there is surely more than one voice between the handles. Errors: those of `AnalysisService.embedSpeech`. */
async function holdsSeveral(analysis: AnalysisService, draft: PromptDraft, signal: AbortSignal): Promise<boolean> {
  const { sampleRate } = draft.prompt
  const speech = draft.heard ? speechBetween(draft.heard.speech, draft.startSeconds, draft.endSeconds) : undefined
  const voices: Float32Array[] = []
  for (const samples of speakerWindows(partOf(draft), sampleRate, speech)) {
    voices.push(await analysis.embedSpeech({ samples, sampleRate }, signal))
    signal.throwIfAborted()
  }
  return holdsSeveralSpeakers(voices)
}

/**
 * The part between the handles without its noise: as many samples at the same rate. A part at the very start of a
 * recording has nothing before it, so that its own beginning, backwards, stands there. Errors: those of
 * `AnalysisService.suppressNoise`.
 */
async function withoutNoise(
  analysis: AnalysisService,
  { prompt: { samples, sampleRate }, startSeconds, endSeconds }: Pick<PromptDraft, 'prompt' | 'startSeconds' | 'endSeconds'>,
  signal: AbortSignal,
): Promise<Float32Array> {
  const [start, end] = [Math.round(startSeconds * sampleRate), Math.round(endSeconds * sampleRate)]
  const lead = Math.round(LEAD_SECONDS * sampleRate)
  const heard = new Float32Array(lead + end - start)
  for (let i = 0; i < lead; i++) {
    const place = start - lead + i
    heard[i] = samples[place < 0 ? Math.min(-place, end - 1) : place] ?? 0
  }
  heard.set(samples.subarray(start, end), lead)
  const cleaned = await analysis.suppressNoise({ samples: heard, sampleRate }, signal)
  return cleaned.subarray(lead)
}

function isSamePart(a: PromptDraft | null, b: PromptDraft | null): boolean {
  return a?.prompt === b?.prompt && a?.startSeconds === b?.startSeconds && a?.endSeconds === b?.endSeconds
}

function settled(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, SETTLED_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new MynaError('aborted', 'the draft has changed'))
    }, { once: true })
  })
}
