import { bestCandidates, cutCandidates, ofOneVoice, type HeardCandidate, type PartCandidate } from '../../shared/audio/part-selection'
import { joinParts } from '../../shared/audio/cross-fade'
import { rateSegments } from '../../shared/audio/segment-ratings'
import { TWO_PEOPLE_BELOW } from '../../shared/audio/speaker-similarity'
import type { AnalysisService } from '../../services/services'
import type { VoicePrompt } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import { hearSpeech } from './speech-detection'
import { bestSpeech, promptSeconds, type JoinedPart, type PromptClip } from './prompt-draft'
import { activities } from '../../shared/text/wording/english/progress'

/** As much as a suggestion takes of one recording: more never makes a voice better. */
const LONGEST_SECONDS = 12
/** Of each clip, its best half minute is listened to before it is decided whose voice it is. */
const HEARD_SECONDS = 30

/** What clips were joined to. */
export interface JoinedClips {
  readonly prompt: VoicePrompt
  readonly parts: readonly JoinedPart[]
  /** The same clips, all of them listened to. */
  readonly clips: readonly PromptClip[]
}

export type OnJoining = (label: string, fraction: number | null) => void

/**
 * Joins the best parts of clips, all at one rate, up to 12 s: those that are clearest and in the voice that most of the first
 * one is in. Errors: those of the analysis, `prompt-too-short` where no clip has two seconds of speech in one piece.
 */
export async function joinClips(
  analysis: AnalysisService,
  clips: readonly PromptClip[],
  onJoining: OnJoining,
  signal: AbortSignal,
): Promise<JoinedClips> {
  const heard: PromptClip[] = []
  for (const clip of clips) heard.push(await listened(analysis, clip, onJoining, signal))
  const candidates = heard.flatMap((clip, index) => bestCandidates(candidatesOf(clip, index), HEARD_SECONDS))
  const voices = await voicesOf(analysis, heard, candidates, onJoining, signal)
  const parts = bestCandidates(ofOneVoice(voices, TWO_PEOPLE_BELOW), LONGEST_SECONDS)
  const [first] = clips
  if (!first || parts.length === 0) throw new MynaError('prompt-too-short', 'no stretch of 2 s of speech')
  const { sampleRate } = first.prompt
  const samples = joinParts(parts.map((part) => samplesOf(heard, part)), sampleRate)
  return {
    prompt: { samples, sampleRate },
    parts: parts.map(({ clip, startSeconds, endSeconds }) => ({ clip, startSeconds, endSeconds })),
    clips: heard,
  }
}

function candidatesOf({ prompt, heard }: PromptClip, index: number): PartCandidate[] {
  return heard ? cutCandidates(index, promptSeconds(prompt), rateSegments(heard.frames, bestSpeech(heard).segments)) : []
}

async function listened(analysis: AnalysisService, clip: PromptClip, onJoining: OnJoining, signal: AbortSignal): Promise<PromptClip> {
  if (clip.heard) return clip
  const label = activities.listeningTo(clip.name)
  onJoining(label, 0)
  return { ...clip, heard: await hearSpeech(analysis, clip.prompt, (fraction) => { onJoining(label, fraction) }, signal) }
}

async function voicesOf(
  analysis: AnalysisService,
  clips: readonly PromptClip[],
  candidates: readonly PartCandidate[],
  onJoining: OnJoining,
  signal: AbortSignal,
): Promise<HeardCandidate[]> {
  const heard: HeardCandidate[] = []
  for (const candidate of candidates) {
    onJoining(activities.comparingVoices, heard.length / candidates.length)
    const sampleRate = clips[candidate.clip]?.prompt.sampleRate ?? 0
    const voice = await analysis.embedSpeech({ samples: samplesOf(clips, candidate).slice(), sampleRate }, signal)
    signal.throwIfAborted()
    heard.push({ ...candidate, voice })
  }
  return heard
}

function samplesOf(clips: readonly PromptClip[], { clip, startSeconds, endSeconds }: JoinedPart): Float32Array {
  const prompt = clips[clip]?.prompt
  if (!prompt) return new Float32Array(0)
  return prompt.samples.subarray(Math.round(startSeconds * prompt.sampleRate), Math.round(endSeconds * prompt.sampleRate))
}
