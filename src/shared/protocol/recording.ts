/** Name under which the worklet registers its processor. */
export const RECORDING_PROCESSOR = 'myna-recording'

/** What the recording worklet posts: batches of mono PCM at the context's rate (channels averaged), transferred. */
export interface RecordedBatch {
  readonly type: 'batch'
  readonly samples: Float32Array
  /** Highest absolute sample in the batch, 0 to 1 and beyond if the input clips. */
  readonly peak: number
  /** Root mean square of the batch. */
  readonly rms: number
}

/** Asks for what is not posted yet; `flushed` follows it. */
export interface ToRecording {
  readonly type: 'flush'
}

export type FromRecording = RecordedBatch | { readonly type: 'flushed' }
