import { MynaError } from '../shared/protocol/errors'
import { microphoneError } from './microphone-error'
import type { CaptureSettings } from './services'

/** Processing that is good for calls and bad for voices: it colours, gates and pumps. */
const PROCESSING = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const

/**
 * Opens a microphone with all processing off; null takes the system's default. No sample rate is asked for: Firefox
 * refuses to join a stream to a context of another rate, so the device's own is kept and converted afterwards.
 *
 * @throws {MynaError} `microphone-denied`, `microphone-missing`, `microphone-failed`
 */
export async function openMicrophone(deviceId: string | null): Promise<MediaStream> {
  try {
    return await mediaDevices().getUserMedia({
      audio: {
        ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
      },
    })
  } catch (thrown) {
    throw microphoneError(thrown)
  }
}

/** The browser's devices. Pages that were not served securely have none: `microphone-failed`. */
export function mediaDevices(): MediaDevices {
  const { mediaDevices: devices } = navigator as { mediaDevices?: MediaDevices }
  if (!devices) throw new MynaError('microphone-failed', 'no media devices: the page needs https or localhost')
  return devices
}

/** Closes the microphone; the browser's recording mark goes out. */
export function closeMicrophone(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/** What the browser really does with the microphone, which is not always what it was asked for. */
export function captureSettingsOf(stream: MediaStream, contextRate: number): CaptureSettings {
  const track = stream.getAudioTracks()[0]
  const settings: MediaTrackSettings = track?.getSettings() ?? {}
  return {
    sampleRate: settings.sampleRate ?? contextRate,
    channelCount: settings.channelCount ?? 1,
    // Newer browsers name the kind of echo cancellation ("all") instead of saying true.
    processingLeftOn: PROCESSING.filter((name) => Boolean(settings[name])),
    label: track?.label ?? '',
  }
}
