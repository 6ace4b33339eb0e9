/** What a file chooser offers: everything that holds sound. Endings, too, for systems know few of these types. */
export const SOUND_FILES =
  'audio/*,video/*,.wav,.mp3,.m4a,.m4b,.aac,.ogg,.oga,.opus,.flac,.aiff,.aif,.aifc,.caf,.au,.snd,.webm,.weba,.mka,.mkv,.mp4,.m4v,.mov,.3gp,.ts'

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
