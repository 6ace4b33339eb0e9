/** What the player and the playback worklet say to each other. */

/** Name under which the worklet registers its processor. */
export const PLAYBACK_PROCESSOR = 'myna-playback'

/** Options handed to the processor when the node is made. `ring` is null where memory cannot be shared. */
export interface PlaybackProcessorOptions {
  readonly ring: SharedArrayBuffer | null
}

export type ToPlayback =
  /**
   * Forget everything buffered and stand still until `play` (stop, seek). With a ring, its fence is raised before this
   * is sent. `epoch` comes back in reports so that stale ones are recognised.
   */
  | { readonly type: 'reset'; readonly epoch: number }
  /** Sound from the next sample there is. Needed again after every reset, pause and underrun. */
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  /** Nothing more will come before the next reset: running dry from now on is the end, not an underrun. */
  | { readonly type: 'end' }
  /** Only without a ring: PCM at the context's rate, transferred. */
  | { readonly type: 'samples'; readonly samples: Float32Array }

export type FromPlayback =
  | {
      /** About every 50 ms while sounding, and at once when a reset took effect, a pause is silent, or sound ran dry. */
      readonly type: 'position'
      readonly epoch: number
      /** Samples played since the last reset. */
      readonly played: number
      readonly buffered: number
      /** Dry spells since the last reset. */
      readonly underruns: number
    }
  | { readonly type: 'first-sample'; readonly epoch: number; /** AudioContext time, seconds. */ readonly contextTime: number }
  | { readonly type: 'ended'; readonly epoch: number; readonly underruns: number }
