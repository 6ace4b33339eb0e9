import { encodeWav16 } from '../../shared/audio/wav'
import type { KeptPrompt, SavedVoice } from '../../shared/protocol/records'
import { CONSENT_STATEMENT } from '../../shared/text/wording/english/statements'
import { soundOf, type PromptDraft } from './prompt-draft'

/** Makes the record to keep, with the consent that is given for it. */
export async function voiceFromDraft(draft: PromptDraft, id: string, name: string): Promise<SavedVoice> {
  const now = new Date().toISOString()
  return { id, name, createdAt: now, source: draft.source, ...(await promptFromDraft(draft)), consent: { statement: CONSENT_STATEMENT, givenAt: now } }
}

/** The chosen sound of the trimmed part as the WAV that every engine will get, and its hash. */
export async function promptFromDraft(draft: PromptDraft): Promise<KeptPrompt> {
  const samples = soundOf(draft)
  const promptWav = encodeWav16(samples, draft.prompt.sampleRate)
  return {
    promptWav,
    promptSeconds: samples.length / draft.prompt.sampleRate,
    promptSha256: await sha256Hex(promptWav),
    ...(draft.sound === 'cleaned' && { isCleaned: true }),
  }
}

async function sha256Hex(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
