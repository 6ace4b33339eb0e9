import { createStreamResampler, type StreamResampler } from '../../shared/audio/resample'
import { peakOf } from '../../shared/audio/levels'
import { isAbort, MynaError, toMynaError } from '../../shared/protocol/errors'
import { ENGINE_SAMPLE_RATE } from '../decode-at-engine-rate'
import type { ReadSoundFile, SoundFile } from '../services'
import { openSound } from './open-sound'
import { createRecordingWindow } from './recording-window'
import type { SoundBlock, SoundTrack } from './sound-track'

/** Nobody reads for longer, and a damaged file may claim to be endless. */
const LONGEST_SECONDS = 4 * 3600
/** Resampled at a time: what decoders give comes in hundredths of a second. */
const BATCH_SECONDS = 1
/** Compressed sound that was clipped before overshoots full scale by up to 3 dB; what is louder are floats. */
const LOUDEST_PEAK = 1.42

/** See {@link ReadSoundFile}. */
export const readSoundFile: ReadSoundFile = async (file, { signal, onProgress = () => undefined, judge = () => Promise.resolve(0), wholeUpToSeconds }) => {
  const longest = wholeUpToSeconds ?? LONGEST_SECONDS
  stopIfAborted(signal)
  const track = await openSound(file)
  try {
    stopIfAborted(signal)
    refuseTooLong(track.seconds ?? 0, longest)
    const window = createRecordingWindow(ENGINE_SAMPLE_RATE, judge, wholeUpToSeconds)
    const { lostSeconds, peak, failure } = await readTrack(track, longest, signal, async (channels, fraction) => {
      await window.add(channels)
      stopIfAborted(signal)
      onProgress(fraction)
    })
    const { channels, startSeconds, totalSeconds } = await window.finish()
    stopIfAborted(signal)
    refuseEmpty(totalSeconds, lostSeconds, failure)
    return {
      channels: peak > LOUDEST_PEAK ? channels.map(withinFullScale) : channels,
      sampleRate: ENGINE_SAMPLE_RATE,
      startSeconds,
      fileSeconds: totalSeconds,
      track: { number: track.number, count: track.trackCount },
      lostSeconds,
      isCutOff: failure !== null,
    } satisfies SoundFile
  } finally {
    track.close()
  }
}

type Take = (channels: readonly Float32Array[], fraction: number | null) => Promise<void>

interface TrackFacts {
  readonly lostSeconds: number
  /** Largest magnitude, before anything was resampled. */
  readonly peak: number
  readonly failure: MynaError | null
}

/** Reads a track to its end, or to where it cannot be read on, at the engines' rate. */
async function readTrack(track: SoundTrack, longest: number, signal: AbortSignal, take: Take): Promise<TrackFacts> {
  const stream = createChannelResampler()
  let lostSeconds = 0
  let peak = 0
  let seconds = 0
  let fraction: number | null = null
  try {
    for await (const block of track.blocks()) {
      stopIfAborted(signal)
      seconds += (block.channels[0]?.length ?? 0) / block.sampleRate
      refuseTooLong(seconds, longest)
      lostSeconds += silenceWhatIsNoNumber(block)
      peak = Math.max(peak, ...block.channels.map(peakOf))
      fraction = block.fraction
      for (const channels of stream.push(block)) await take(channels, fraction)
    }
  } catch (thrown) {
    // What came before the damage is there; what was asked for, or is no fault of the file, is told.
    const error = toMynaError(thrown, 'audio-undecodable')
    if (isAbort(error) || error.code !== 'audio-undecodable') throw error
    for (const channels of stream.finish()) await take(channels, fraction)
    return { lostSeconds, peak, failure: error }
  }
  for (const channels of stream.finish()) await take(channels, fraction)
  return { lostSeconds, peak, failure: null }
}

/** Gathers blocks to batches and brings them to the engines' rate. */
function createChannelResampler() {
  let batch: SoundBlock[] = []
  let batchSeconds = 0
  let rate = 0
  let resamplers: StreamResampler[] = []

  function flush(): (readonly Float32Array[])[] {
    const length = batch.reduce((sum, { channels }) => sum + (channels[0]?.length ?? 0), 0)
    const output = resamplers.map((resampler, channel) => {
      const samples = new Float32Array(length)
      let place = 0
      for (const { channels } of batch) {
        samples.set(channels[channel] ?? channels[0] ?? [], place)
        place += channels[0]?.length ?? 0
      }
      return resampler.push(samples)
    })
    batch = []
    batchSeconds = 0
    return [output]
  }

  function finish(): (readonly Float32Array[])[] {
    const output = [...flush(), resamplers.map((resampler) => resampler.finish())]
    resamplers = []
    return output
  }

  return {
    push(block: SoundBlock): (readonly Float32Array[])[] {
      const before = rate !== 0 && block.sampleRate !== rate ? finish() : []
      while (resamplers.length < block.channels.length) resamplers.push(createStreamResampler(block.sampleRate, ENGINE_SAMPLE_RATE))
      rate = block.sampleRate
      batch.push(block)
      batchSeconds += (block.channels[0]?.length ?? 0) / rate
      return batchSeconds < BATCH_SECONDS ? before : [...before, ...flush()]
    },
    finish: () => (rate === 0 ? [] : finish()),
  }
}

/** Puts silence where samples are no numbers, in place; gives the seconds of it. */
function silenceWhatIsNoNumber({ channels, sampleRate }: SoundBlock): number {
  let count = 0
  for (const samples of channels) {
    for (let i = 0; i < samples.length; i++) {
      if (Number.isFinite(samples[i])) continue
      samples[i] = 0
      count += 1
    }
  }
  return count / (channels.length * sampleRate || 1)
}

/** Floats may be louder than full scale without any loss; what they become may not. */
function withinFullScale(samples: Float32Array): Float32Array {
  const peak = peakOf(samples)
  if (peak <= 1) return samples
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * (0.99 / peak)
  return samples
}

function refuseEmpty(seconds: number, lostSeconds: number, failure: MynaError | null): void {
  if (seconds === 0) throw failure ?? new MynaError('audio-empty')
  if (lostSeconds > seconds / 2) throw new MynaError('audio-not-numbers', `${lostSeconds.toFixed(1)} of ${seconds.toFixed(1)} s`)
}

function refuseTooLong(seconds: number, longest: number): void {
  if (seconds > longest) throw new MynaError('audio-too-long', `${seconds.toFixed(0)} s`)
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new MynaError('aborted', 'stopped while reading the file')
}
