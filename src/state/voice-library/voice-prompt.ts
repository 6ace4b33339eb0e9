import { decodeWav } from '../../shared/audio/wav'
import type { VoicePrompt } from '../../shared/protocol/engine'
import type { SavedVoice } from '../../shared/protocol/records'

/** A voice's recording as engines get it, with its words where they are known and English: no engine makes use of others. */
export function promptOf({ promptWav, transcript }: SavedVoice): VoicePrompt {
  const words = englishWords(transcript)
  return { ...decodeWav(promptWav), ...(words !== null && { words }) }
}

/** What is said, where somebody heard English or wrote the words; null where nothing is known, or they are of another language. */
export function englishWords(transcript: SavedVoice['transcript']): string | null {
  if (!transcript || transcript.text.trim() === '' || !(transcript.language ?? 'en').startsWith('en')) return null
  return transcript.text
}
