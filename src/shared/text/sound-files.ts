/** What a file chooser offers: everything that holds sound. Endings, too, for systems know few of these types. */
export const SOUND_FILES =
  'audio/*,video/*,.wav,.mp3,.m4a,.m4b,.aac,.ogg,.oga,.opus,.flac,.aiff,.aif,.aifc,.caf,.au,.snd,.webm,.weba,.mka,.mkv,.mp4,.m4v,.mov,.3gp,.ts'
