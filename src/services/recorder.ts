import { chooseChannel, soundOfUse } from '../shared/audio/channel-choice'
import { joinSamples } from '../shared/audio/join'
import { encodeWavFloat32 } from '../shared/audio/wav'
import type { VoicePrompt } from '../shared/protocol/engine'
import { MynaError } from '../shared/protocol/errors'
import { setAudioSession } from './audio-session'
import { openCapture, type Capture, type OpenCapture } from './capture'
import { decodeAtEngineRate } from './decode-at-engine-rate'
import { microphoneError } from './microphone-error'
import { captureSettingsOf, closeMicrophone, mediaDevices, openMicrophone } from './microphone-stream'
import type { Microphone, RecorderService } from './services'

/** What differs between the browser and a test. */
export interface RecorderOptions {
  readonly openCapture?: OpenCapture
  /** Makes mono PCM at the engines' rate of an encoded clip. */
  readonly decode?: (encoded: ArrayBuffer) => Promise<VoicePrompt>
}

interface Recording {
  readonly stream: MediaStream
  readonly capture: Capture
  /** Batches, each of one or two channels. */
  readonly parts: (readonly Float32Array[])[]
}

/** Makes the recorder: one recording at a time, the microphone closed at every end of it. */
export function createRecorder(options: RecorderOptions = {}): RecorderService {
  const { openCapture: open = openCapture, decode = decodeAtEngineRate } = options
  let current: Recording | null = null
  let starting = false

  async function close(recording: Recording): Promise<void> {
    if (current === recording) current = null
    closeMicrophone(recording.stream)
    setAudioSession('auto')
    await recording.capture.close()
  }

  return {
    microphones: listMicrophones,

    async start(deviceId, onLevel, onInterrupted) {
      if (current || starting) throw new MynaError('microphone-failed', 'a recording is already running')
      starting = true
      let stream: MediaStream | null = null
      const parts: (readonly Float32Array[])[] = []
      let sampleCount = 0
      let interrupted = false
      const interrupt = (error: MynaError) => {
        if (interrupted) return
        interrupted = true
        onInterrupted?.({ code: error.code, detail: error.detail })
      }
      try {
        setAudioSession('play-and-record')
        stream = await openMicrophone(deviceId)
        const capture = await open(
          stream,
          ({ channels, peak, rms }, sampleRate) => {
            parts.push(channels)
            sampleCount += channels[0]?.length ?? 0
            onLevel({ peak, rms, seconds: sampleCount / sampleRate })
          },
          interrupt,
        )
        for (const track of stream.getAudioTracks()) {
          // Not fired by our own `stop()`: only when the device goes away or the permission is taken back.
          track.addEventListener('ended', () => {
            interrupt(new MynaError('microphone-failed', 'the microphone went away'))
          })
        }
        current = { stream, capture, parts }
        return captureSettingsOf(stream, capture.sampleRate)
      } catch (thrown) {
        if (stream) closeMicrophone(stream)
        setAudioSession('auto')
        throw microphoneError(thrown)
      } finally {
        starting = false
      }
    },

    async stop() {
      const recording = current
      if (!recording) throw new MynaError('microphone-failed', 'nothing is being recorded')
      try {
        await recording.capture.flush()
      } finally {
        await close(recording)
      }
      const { parts, capture: { sampleRate } } = recording
      const samples = betterChannel(parts, sampleRate)
      if (samples.length === 0) throw new MynaError('microphone-failed', 'the microphone gave no sound')
      return decode(encodeWavFloat32(samples, sampleRate))
    },

    async cancel() {
      if (current) await close(current)
    },
  }
}

/** The channel in which the voice is clearer, or the mean of two that are alike: see `chooseChannel`. */
function betterChannel(parts: readonly (readonly Float32Array[])[], sampleRate: number): Float32Array {
  const count = Math.max(0, ...parts.map(({ length }) => length))
  const channels = Array.from({ length: count }, (_, channel) => joinSamples(parts.map((part) => part[channel] ?? part[0] ?? new Float32Array(0))))
  return channels.length === 0 ? new Float32Array(0) : soundOfUse(channels, chooseChannel(channels, sampleRate).best)
}

/** Names are only told once permission was given, so it is asked for when they are missing. */
async function listMicrophones(): Promise<readonly Microphone[]> {
  try {
    let inputs = await audioInputs()
    if (inputs.every(({ label }) => label === '')) {
      closeMicrophone(await openMicrophone(null))
      inputs = await audioInputs()
    }
    if (inputs.length === 0) throw new MynaError('microphone-missing', 'the browser lists no audio input')
    return inputs.map(({ deviceId, label }, i) => ({ deviceId, label: label || `Microphone ${i + 1}` }))
  } catch (thrown) {
    throw microphoneError(thrown)
  }
}

async function audioInputs(): Promise<MediaDeviceInfo[]> {
  const devices = await mediaDevices().enumerateDevices()
  return devices.filter(({ kind }) => kind === 'audioinput')
}
