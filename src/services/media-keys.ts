import { encodeWav16 } from '../shared/audio/wav'
import type { HeardNow, MediaKeysService } from './services'

/** Browsers hand their media keys to pages with a playing media element alone, and to none that is shorter than five seconds. */
const SILENCE_SECONDS = 10
const SILENCE_RATE = 8000
/** What a key without a distance of its own moves by. */
const STEP_SECONDS = 10

/**
 * Media keys, headsets and the lock screen (Media Session, W3C), where the browser has them. The sound itself comes from an
 * AudioContext, of which the system knows nothing: a silent element plays beside it.
 */
export function createMediaKeys(): MediaKeysService {
  const session = 'mediaSession' in navigator ? navigator.mediaSession : null
  let silence: HTMLAudioElement | null = null
  let title = ''

  function silentElement(): HTMLAudioElement {
    if (silence) return silence
    const wav = encodeWav16(new Float32Array(SILENCE_SECONDS * SILENCE_RATE), SILENCE_RATE)
    silence = new Audio(URL.createObjectURL(new Blob([wav], { type: 'audio/wav' })))
    silence.loop = true
    return silence
  }

  function describe(media: MediaSession, { title: heard, voiceName, positionSeconds, durationSeconds, speed }: HeardNow): void {
    if (heard !== title) media.metadata = new MediaMetadata({ title: heard, artist: voiceName, album: 'Myna' })
    title = heard
    const duration = Math.max(durationSeconds, positionSeconds)
    media.setPositionState({ duration, position: positionSeconds, playbackRate: speed })
  }

  /** What was heard stays on no lock screen. */
  function forget(media: MediaSession): void {
    media.metadata = null
    title = ''
  }

  return {
    listen(actions) {
      if (!session) return
      const handlers: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
        play: () => { actions.play() },
        pause: () => { actions.pause() },
        stop: () => { actions.stop() },
        seekbackward: ({ seekOffset }) => { actions.seekBy(-(seekOffset ?? STEP_SECONDS)) },
        seekforward: ({ seekOffset }) => { actions.seekBy(seekOffset ?? STEP_SECONDS) },
        seekto: ({ seekTime }) => { if (seekTime !== undefined) actions.seekTo(seekTime) },
        previoustrack: () => { actions.goBySentence(-1) },
        nexttrack: () => { actions.goBySentence(1) },
      }
      for (const [action, handler] of Object.entries(handlers)) {
        try {
          session.setActionHandler(action as MediaSessionAction, handler)
        } catch {
          // A browser that does not know the key lacks nothing else.
        }
      }
    },

    show(now) {
      if (!session) return
      session.playbackState = now?.phase ?? 'none'
      if (now) describe(session, now)
      else forget(session)
      // It is refused before the first click on the page: then there is no sound either.
      if (now?.phase === 'playing') silentElement().play().catch(() => undefined)
      else silence?.pause()
    },
  }
}
