import { joinSamples } from '../../shared/audio/join'
import { encodeWav16 } from '../../shared/audio/wav'
import { DEFAULT_SPEAK_SETTINGS, type PreparedVoice, type VoicePrompt } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import type { LoadedEngine } from '../../shared/protocol/inference'
import type { MixedPart, SavedVoice, VoiceDesign } from '../../shared/protocol/records'
import { onePassage } from '../../shared/protocol/script'
import { sha256Hex } from '../../shared/storage/sha256-hex'
import { MIX_CONSENT, MIX_SENTENCE } from '../../shared/text/wording/english/statements'
import type { AppServices } from '../app-services'
import { voiceById, type VoicesSlice } from './voices-slice'

/** A voice that was made of others and heard, before it is kept. */
export interface MadeVoice {
  readonly voice: PreparedVoice
  /** What it said first. */
  readonly sound: VoicePrompt
}

/** Lets a voice that was made of others say its first sentence. Errors: those of the engine. */
export async function hearMade(inference: AppServices['inference'], { description }: LoadedEngine, voice: PreparedVoice, signal: AbortSignal): Promise<MadeVoice> {
  const parts: Float32Array[] = []
  const request = { passages: onePassage(MIX_SENTENCE), voices: [voice], language: description.languages[0] ?? '', settings: DEFAULT_SPEAK_SETTINGS }
  await inference.speak(request, (event) => { if (event.type === 'audio') parts.push(event.samples) }, signal)
  signal.throwIfAborted()
  return { voice, sound: { samples: joinSamples(parts), sampleRate: description.sampleRate } }
}

/** What is known of it beside its sound. */
export interface MadeFacts {
  readonly id: string
  readonly name: string
  readonly mixedOf: readonly MixedPart[]
  /** Absent for a mixture. */
  readonly design?: VoiceDesign
}

/** What it said becomes its recording; what was made speaks. */
export async function madeVoiceRecord({ voice, sound }: MadeVoice, facts: MadeFacts): Promise<SavedVoice> {
  const promptWav = encodeWav16(sound.samples, sound.sampleRate)
  const now = new Date().toISOString()
  return {
    ...facts,
    createdAt: now,
    promptWav,
    promptSeconds: sound.samples.length / sound.sampleRate,
    promptSha256: await sha256Hex(promptWav),
    source: 'mixture',
    consent: { statement: MIX_CONSENT, givenAt: now },
    transcript: { text: MIX_SENTENCE, language: null, edited: true },
    learned: { voice, learnedAt: now, inUse: true },
  }
}

/** Of a voice that was made of others what it was made of. */
export function partsOf({ name, consent, mixedOf }: SavedVoice, share: number): readonly MixedPart[] {
  return mixedOf ? mixedOf.map((part) => ({ ...part, share: part.share * share })) : [{ name, consent, share }]
}

/** Errors: `record-missing`. */
export function knownVoice(state: Pick<VoicesSlice, 'voices'>, id: string): SavedVoice {
  const voice = voiceById(state, id)
  if (!voice) throw new MynaError('record-missing', `voice ${id}`)
  return voice
}
