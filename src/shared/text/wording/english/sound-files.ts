import type { LoudnessTarget, SoundFormat } from '../../../protocol/sound-export'

/** One entry for every format: the compiler refuses a new one without words. */
const formats: Readonly<Record<SoundFormat, { readonly name: string; readonly about: string }>> = {
  wav: { name: 'WAV', about: 'WAV: exactly as made, large' },
  mp3: { name: 'MP3', about: 'MP3: small, plays everywhere' },
  m4a: { name: 'AAC', about: 'AAC (M4A): smaller, for phones and computers' },
  opus: { name: 'Opus', about: 'Opus: smallest, for the web and messengers' },
  flac: { name: 'FLAC', about: 'FLAC: exactly as made, half the size of WAV' },
}

const loudness: Readonly<Record<LoudnessTarget, string>> = {
  'as-made': 'As made',
  podcast: 'Podcast (−16 LUFS)',
  audiobook: 'Audiobook (−19 LUFS)',
  acx: 'ACX and Audible (−20 dB on average, peaks to −3 dB)',
  broadcast: 'Broadcast (−23 LUFS, EBU R 128)',
}

/** The short name of a format. */
export function formatName(format: SoundFormat): string {
  return formats[format].name
}

/** A format with what it is good for, one line of a list. */
export function formatWording(format: SoundFormat): string {
  return formats[format].about
}

export function loudnessWording(target: LoudnessTarget): string {
  return loudness[target]
}

/** In the order in which they are offered. */
export const SOUND_FORMATS: readonly SoundFormat[] = ['wav', 'mp3', 'm4a', 'opus', 'flac']
export const LOUDNESS_CHOICES: readonly LoudnessTarget[] = ['as-made', 'podcast', 'audiobook', 'acx', 'broadcast']

/** Said where files are offered. */
export const SOUND_FILE_NOTE =
  'The sound says in its metadata that it is synthetic speech, which engine made it, and when. It names neither you nor the voice.'
