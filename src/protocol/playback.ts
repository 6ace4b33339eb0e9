/** What the player and the playback worklet say to each other. */

/** Options handed to the processor when the node is made. `ring` is null where memory cannot be shared. */
export interface PlaybackProcessorOptions {
  readonly ring: SharedArrayBuffer | null
}

export type ToPlayback =
  /** Forget everything buffered (stop, seek). `epoch` comes back in reports so that stale ones are recognised. */
  | { readonly type: 'reset'; readonly epoch: number }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  /** Nothing more will come: running dry from now on is the end, not an underrun. */
  | { readonly type: 'end' }
  | { readonly type: 'more' }
  /** Only without a ring: PCM at the context's rate, transferred. */
  | { readonly type: 'samples'; readonly samples: Float32Array }

export type FromPlayback =
  | {
      readonly type: 'position'
      readonly epoch: number
      /** Samples played since the last reset. */
      readonly played: number
      readonly buffered: number
      readonly underruns: number
    }
  | { readonly type: 'first-sample'; readonly epoch: number; /** AudioContext time, seconds. */ readonly contextTime: number }
  | { readonly type: 'ended'; readonly epoch: number; readonly underruns: number }
