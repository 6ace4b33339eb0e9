import { encodeWav16 } from '../../shared/audio/wav'
import type { SavedVoice } from '../../shared/protocol/records'
import { CONSENT_STATEMENT } from '../../shared/text/wording/english/statements'
import { soundOf, type PromptDraft } from './prompt-draft'

/** Makes the record to keep: the chosen sound of the trimmed part as the WAV that every engine will get, and its hash. */
export async function voiceFromDraft(draft: PromptDraft, id: string, name: string): Promise<SavedVoice> {
  const samples = soundOf(draft)
  const promptWav = encodeWav16(samples, draft.prompt.sampleRate)
  const now = new Date().toISOString()
  return {
    id,
    name,
    createdAt: now,
    promptWav,
    promptSeconds: samples.length / draft.prompt.sampleRate,
    promptSha256: await sha256Hex(promptWav),
    source: draft.source,
    ...(draft.sound === 'cleaned' && { isCleaned: true }),
    consent: { statement: CONSENT_STATEMENT, givenAt: now },
  }
}

async function sha256Hex(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
