/** Name under which the worklet registers its processor. */
export const RECORDING_PROCESSOR = 'myna-recording'

/** What the recording worklet posts: batches of PCM at the context's rate, transferred. */
export interface RecordedBatch {
  readonly type: 'batch'
  /** The microphone's first two channels or its only one, of one length. */
  readonly channels: readonly Float32Array[]
  /** Highest absolute sample in the loudest channel, 0 to 1 and beyond if the input clips. */
  readonly peak: number
  /** Root mean square of the loudest channel. */
  readonly rms: number
}

/** Asks for what is not posted yet; `flushed` follows it. */
export interface ToRecording {
  readonly type: 'flush'
}

export type FromRecording = RecordedBatch | { readonly type: 'flushed' }
