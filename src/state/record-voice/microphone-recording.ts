import type { CaptureSettings, Microphone, RecorderService } from '../../services/services'
import type { VoicePrompt } from '../../shared/protocol/engine'
import { MynaError, type ErrorInfo } from '../../shared/protocol/errors'
import type { RecordingState } from './prompt-draft'

const COUNTDOWN_SECONDS = 3
/** Recording ends by itself here: more than this never makes a voice better. */
const LONGEST_SECONDS = 120

/** How a recording reports where it stands. Nothing is called once the signal is aborted. */
export interface RecordingListener {
  /** Gives the id of the one to record with; null leaves it to the browser. */
  chooseMicrophone(microphones: readonly Microphone[]): string | null
  onState(recording: RecordingState): void
  /** The microphone records; `finish` ends that and keeps what was recorded. */
  onBegun(finish: () => void): void
  /** The microphone went away: what came before is kept. */
  onInterrupted(error: ErrorInfo): void
}

/**
 * Asks for the microphone, counts down, and records until it is told to finish, or for two minutes. The microphone is
 * closed at every end. Rejects with `aborted` as soon as the signal says so, and with the errors of `RecorderService`.
 */
export async function recordPrompt(recorder: RecorderService, listener: RecordingListener, signal: AbortSignal): Promise<VoicePrompt> {
  const tell = (recording: RecordingState) => { if (!signal.aborted) listener.onState(recording) }
  tell({ phase: 'asking' })
  const deviceId = listener.chooseMicrophone(await untilAborted(recorder.microphones(), signal))
  for (let secondsLeft = COUNTDOWN_SECONDS; secondsLeft > 0; secondsLeft--) {
    tell({ phase: 'countdown', secondsLeft })
    await oneSecond(signal)
  }
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => { finish = resolve })
  let capture: CaptureSettings | null = null
  let level: Level = { peak: 0, rms: 0, seconds: 0 }
  const onLevel = (measured: Level) => {
    if (!capture) return
    level = fallingLevel(level, measured)
    tell({ phase: 'recording', ...level, capture })
    if (measured.seconds >= LONGEST_SECONDS) finish()
  }
  const onInterrupted = (error: ErrorInfo) => {
    if (!signal.aborted) listener.onInterrupted(error)
    finish()
  }
  const starting = recorder.start(deviceId, onLevel, onInterrupted)
  try {
    capture = await untilAborted(starting, signal)
    tell({ phase: 'recording', ...level, capture })
    listener.onBegun(finish)
    await untilAborted(finished, signal)
  } catch (thrown) {
    // One that was given up while the browser opened the microphone may still begin, and then nobody wants it.
    if (signal.aborted) void starting.then(() => recorder.cancel()).catch(() => undefined)
    throw thrown
  }
  capture = null
  tell({ phase: 'decoding', fileName: '', fraction: null })
  return untilAborted(recorder.stop(), signal)
}

/** What the recorder measures, about 20 times a second. */
interface Level {
  readonly peak: number
  readonly rms: number
  readonly seconds: number
}

/** Share that is left after one report: 20 dB in about 1.1 s, close to the fall of a peak programme meter. */
const FALL = 0.9

/** The level to show: rises at once, falls slowly enough to be read between words. */
function fallingLevel(shown: Level, measured: Level): Level {
  return {
    peak: Math.max(measured.peak, shown.peak * FALL),
    rms: Math.max(measured.rms, shown.rms * FALL),
    seconds: measured.seconds,
  }
}

/** What `work` gives, but `aborted` as soon as the signal says so: a question to the person may stay open for good. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => { reject(new MynaError('aborted', 'given up')) }, { once: true })
    work.then(resolve, reject)
  })
}

function oneSecond(signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const second = new Promise<void>((resolve) => { timer = setTimeout(resolve, 1000) })
  return untilAborted(second, signal).finally(() => { clearTimeout(timer) })
}
