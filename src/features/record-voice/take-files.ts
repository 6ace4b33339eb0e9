/** What the app itself exports: a recording with its name and consent. */
export const VOICE_FILE_ENDING = '.myna-voice'

/** Sends exported voices to `importVoice`, one by one, and everything else, together, to `openSounds`. */
export function takeFiles(
  files: readonly File[],
  openSounds: (files: readonly File[]) => Promise<void>,
  importVoice: (file: File) => Promise<void>,
): void {
  const isVoice = ({ name }: File) => name.toLowerCase().endsWith(VOICE_FILE_ENDING)
  const sounds = files.filter((file) => !isVoice(file))
  for (const voice of files.filter(isVoice)) void importVoice(voice)
  if (sounds.length > 0) void openSounds(sounds)
}
