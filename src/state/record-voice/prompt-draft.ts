import type { CaptureSettings } from '../../services/services'
import { checkPrompt, disturbanceFindings, SEVERAL_SPEAKERS, SOMEBODY_ELSE, SHORTEST_SPEECH_SECONDS, type PromptFigures, type PromptFinding } from '../../shared/audio/prompt-check'
import { scorePrompt, type PromptScore } from '../../shared/audio/prompt-score'
import type { ChannelChoice, ChannelUse } from '../../shared/audio/channel-choice'
import { clearSpeech, disturbancesFrom, sharedSeconds, UNDISTURBED } from '../../shared/audio/disturbances'
import type { FileRemark } from '../../shared/audio/file-remarks'
import { rateSegments } from '../../shared/audio/segment-ratings'
import { FRAME_SECONDS, measureFrames, speechBetween, type SpeechFrames } from '../../shared/audio/speech-frames'
import { findSpeech, type SpeechMap } from '../../shared/audio/speech-segments'
import { suggestStretch } from '../../shared/audio/stretch-suggestion'
import type { Disturbances } from '../../shared/protocol/analysis'
import type { VoicePrompt } from '../../shared/protocol/engine'
import type { ErrorInfo } from '../../shared/protocol/errors'

/** What the speech detector heard in a recording. */
export interface HeardSpeech {
  readonly frames: SpeechFrames
  readonly speech: SpeechMap
  readonly disturbances: Disturbances
}

/** A recording or file that a draft is made of. */
export interface PromptClip {
  readonly name: string
  readonly prompt: VoicePrompt
  /** Null until somebody listened. */
  readonly heard: HeardSpeech | null
  /** What a person should know about the file. */
  readonly remarks: readonly FileRemark[]
  /** Null where there is nothing to choose: `prompt` is all there is. */
  readonly channels: ClipChannels | null
}

/** The channels of a file that are not alike; one of them, or their mean, is the clip's prompt. */
export interface ClipChannels {
  readonly samples: readonly Float32Array[]
  readonly choice: ChannelChoice
  readonly used: ChannelUse
  /** Whether a person chose it. */
  readonly isPersons: boolean
}

/** A stretch of a clip, in seconds, that was joined with others. */
export interface JoinedPart {
  /** Place in the draft's list of clips. */
  readonly clip: number
  readonly startSeconds: number
  readonly endSeconds: number
}

/** The part between the handles without its noise. */
export type CleaningState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'working' }
  | { readonly phase: 'ready'; readonly samples: Float32Array }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }

/** A prompt that is being made: recorded or dropped, not saved yet. */
export interface PromptDraft {
  /** What lies under the handles: the one clip, or what was joined from all of them. */
  readonly prompt: VoicePrompt
  readonly clips: readonly PromptClip[]
  /** What `prompt` was joined from; empty where it is the one clip as it is. */
  readonly parts: readonly JoinedPart[]
  /** A clip that is being added, or parts that are being chosen; `fraction` null while nobody can know. */
  readonly joining: { readonly label: string; readonly fraction: number | null } | null
  readonly source: 'microphone' | 'file'
  readonly name: string
  /** Trim handles in seconds; the suggestion until a person moves them. */
  readonly startSeconds: number
  readonly endSeconds: number
  readonly isTrimmed: boolean
  /** What the speech detector heard in all of `prompt`; null until then, and for good where it cannot listen. */
  readonly heard: HeardSpeech | null
  /** How much of a long recording was listened to, 0 to 1; null when nobody is listening. */
  readonly hearing: number | null
  readonly hasSeveralSpeakers: boolean
  /** Of a mood: true where the part does not sound like the voice that it is to belong to. */
  readonly isSomebodyElse: boolean
  /** Which of both is played, judged and saved: the person's choice. */
  readonly sound: 'original' | 'cleaned'
  readonly cleaning: CleaningState
  /** What was measured in the part between the handles, what that means, and what it is worth. */
  readonly figures: PromptFigures
  readonly findings: readonly PromptFinding[]
  readonly score: PromptScore
  /** Why nobody could listen for speech or for more than one voice; the draft is as good as before. */
  readonly listenFailure?: ErrorInfo
}

/** Where a recording stands, from the question for the microphone to the draft. */
export type RecordingState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'countdown'; readonly secondsLeft: number }
  | { readonly phase: 'recording'; readonly seconds: number; readonly peak: number; readonly rms: number; readonly capture: CaptureSettings }
  | { readonly phase: 'decoding'; readonly fileName: string; readonly fraction: number | null }
  | { readonly phase: 'draft'; readonly draft: PromptDraft }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }

/** A `File`, or what stands for one. */
export type NamedFile = Blob & { readonly name: string }

/** The least that can lie between the trim handles. */
export const SHORTEST_PART_SECONDS = 0.5
/** With this much of clear speech the rest of a recording is not needed. */
const ENOUGH_SPEECH_SECONDS = 3
/** The most, as of a recording: engines take half a minute at most, and all of a part is judged while a handle is dragged. */
const LONGEST_PART_SECONDS = 120

/** Everything about a draft but what follows from it. */
type DraftFacts = Omit<PromptDraft, 'figures' | 'findings' | 'score'>

export function promptSeconds(prompt: VoicePrompt): number {
  return prompt.samples.length / prompt.sampleRate
}

/** A draft of the whole prompt, trimmed to the stretch that suits cloning best. */
export function makeDraft(prompt: VoicePrompt, source: PromptDraft['source'], name: string): PromptDraft {
  return draftOfClip(plainClip(name, prompt), source, name)
}

/** A clip with one channel and nothing to say about it: what a microphone gives. */
export function plainClip(name: string, prompt: VoicePrompt): PromptClip {
  return { name, prompt, heard: null, remarks: [], channels: null }
}

/** A draft of one clip, as it is. */
export function draftOfClip(clip: PromptClip, source: PromptDraft['source'], name: string): PromptDraft {
  return draftOf({ prompt: clip.prompt, clips: [clip], parts: [], heard: clip.heard, source, name, ...suggestedPart(clip.prompt, clip.heard) })
}

/** A draft at rest whose part nobody has touched yet. */
export function draftOf(facts: Pick<DraftFacts, 'prompt' | 'clips' | 'parts' | 'heard' | 'source' | 'name' | 'startSeconds' | 'endSeconds'>): PromptDraft {
  return judged({
    ...facts,
    joining: null,
    isTrimmed: false,
    hearing: null,
    hasSeveralSpeakers: false,
    isSomebodyElse: false,
    sound: 'original',
    cleaning: { phase: 'idle' },
  })
}

/** The draft without what is under way for it: whoever follows drafts starts that again. */
export function atRest(draft: PromptDraft): PromptDraft {
  const { cleaning } = draft
  return { ...draft, joining: null, hearing: null, cleaning: cleaning.phase === 'working' ? { phase: 'idle' } : cleaning }
}

/** Start and end, in seconds, of the stretch that suits cloning best. */
export function suggestedPart(prompt: VoicePrompt, heard: HeardSpeech | null): Pick<PromptDraft, 'startSeconds' | 'endSeconds'> {
  // Less is a false alarm, or nothing that a part could be made of.
  if (heard && heard.speech.speechSeconds >= SHORTEST_SPEECH_SECONDS) {
    return suggestStretch(promptSeconds(prompt), rateSegments(heard.frames, bestSpeech(heard).segments))
  }
  const loud = loudSpeech(prompt)
  return suggestStretch(promptSeconds(prompt), rateSegments(loud.frames, loud.speech.segments))
}

/** The speech of one person alone, where there is enough of it; else all of it. */
export function bestSpeech({ speech, disturbances }: HeardSpeech): SpeechMap {
  const clear = clearSpeech(speech, disturbances)
  return clear.speechSeconds >= ENOUGH_SPEECH_SECONDS ? clear : speech
}

/** What counts as speech until somebody has listened, or where nobody can: what is loud. */
export function loudSpeech({ samples, sampleRate }: VoicePrompt): HeardSpeech {
  const unsure = new Float32Array(Math.floor(samples.length / sampleRate / FRAME_SECONDS)).fill(1)
  return { frames: measureFrames(samples, sampleRate, unsure), speech: findSpeech(samples, sampleRate), disturbances: UNDISTURBED }
}

/** The draft with other trim handles, kept in order, inside the prompt and apart, and what is found in that part. */
export function withPart(draft: PromptDraft, startSeconds: number, endSeconds: number): PromptDraft {
  const total = promptSeconds(draft.prompt)
  const shortest = Math.min(SHORTEST_PART_SECONDS, total)
  const start = Math.min(Math.max(0, startSeconds), total - shortest)
  const end = Math.min(Math.max(start + shortest, endSeconds), total, start + LONGEST_PART_SECONDS)
  return judged({ ...draft, startSeconds: start, endSeconds: end, hasSeveralSpeakers: false, isSomebodyElse: false, cleaning: { phase: 'idle' } })
}

/** The draft with figures, findings and score that belong to everything else in it. */
export function judged(facts: DraftFacts): PromptDraft {
  const heard = facts.heard && speechBetween(facts.heard.speech, facts.startSeconds, facts.endSeconds)
  const check = checkPrompt(soundOf(facts), facts.prompt.sampleRate, heard)
  const disturbances = disturbancesFrom(facts.heard?.disturbances ?? UNDISTURBED, -facts.startSeconds)
  const disturbed = disturbanceFindings(sharedSeconds(heard?.segments ?? [], disturbances.music), sharedSeconds(heard?.segments ?? [], disturbances.voices))
  // What somebody says together with music or with another is not speech of one.
  const speechSeconds = heard && disturbed.length > 0 ? clearSpeech(heard, disturbances).speechSeconds : check.figures.speechSeconds
  const figures = { ...check.figures, speechSeconds, disturbedSeconds: Math.max(0, check.figures.speechSeconds - speechSeconds) }
  const findings = [...check.findings, ...disturbed, ...(facts.hasSeveralSpeakers ? [SEVERAL_SPEAKERS] : []), ...(facts.isSomebodyElse ? [SOMEBODY_ELSE] : [])]
  return { ...facts, figures, findings, score: scorePrompt({ figures, findings }) }
}

/** Whether nobody speaks in all of the recording, as far as is known: another part is no better then. */
export function holdsNoSpeech({ heard, prompt, startSeconds, endSeconds }: PromptDraft): boolean {
  if (heard) return heard.speech.speechSeconds < SHORTEST_SPEECH_SECONDS
  return endSeconds - startSeconds >= promptSeconds(prompt) - SHORTEST_PART_SECONDS
}

/** A view of the samples between the trim handles. */
export function partOf({ prompt, startSeconds, endSeconds }: Pick<PromptDraft, 'prompt' | 'startSeconds' | 'endSeconds'>): Float32Array {
  return prompt.samples.subarray(
    Math.round(startSeconds * prompt.sampleRate),
    Math.round(endSeconds * prompt.sampleRate),
  )
}

/** What would be saved: the part between the handles, without its noise where the person chose that and it is done. */
export function soundOf(draft: Pick<PromptDraft, 'prompt' | 'startSeconds' | 'endSeconds' | 'sound' | 'cleaning'>): Float32Array {
  return draft.sound === 'cleaned' && draft.cleaning.phase === 'ready' ? draft.cleaning.samples : partOf(draft)
}

/** Whether what was chosen can be played and saved: noise is still being taken away otherwise. */
export function isSoundReady({ sound, cleaning }: Pick<PromptDraft, 'sound' | 'cleaning'>): boolean {
  return sound === 'original' || cleaning.phase === 'ready'
}
