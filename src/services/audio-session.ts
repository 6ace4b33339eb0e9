/** The part of the Audio Session API (W3C draft; Safari 16.4 and later) that is used here. */
interface AudioSessionNavigator {
  readonly audioSession?: { type: 'auto' | 'playback' | 'play-and-record' }
}

/**
 * Tells the system what the page is about to do with sound, where it can be told: `playback` is heard although a
 * phone's silent switch is on, `play-and-record` opens the microphone.
 */
export function setAudioSession(type: 'auto' | 'playback' | 'play-and-record'): void {
  const { audioSession } = navigator as AudioSessionNavigator
  if (audioSession) audioSession.type = type
}
