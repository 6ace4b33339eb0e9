/** What sound is brought to before it is written. */
export interface LoudnessGoal {
  /** `lufs`: integrated loudness of ITU-R BS.1770. `rms`: the plain mean level in dB. */
  readonly measure: 'lufs' | 'rms'
  readonly level: number
  /** Highest true peak, in dBTP. */
  readonly ceilingDb: number
}

/**
 * Podcasts: Apple's and the AES's recommendation (AES TD1008). Audiobooks: the same recommendation for speech from one
 * loudspeaker. ACX: mean level between -23 and -18 dB, peaks of -3 dB at most. Broadcast: EBU R 128.
 */
export const LOUDNESS_TARGETS = {
  podcast: { measure: 'lufs', level: -16, ceilingDb: -1 },
  audiobook: { measure: 'lufs', level: -19, ceilingDb: -1 },
  acx: { measure: 'rms', level: -20, ceilingDb: -3 },
  broadcast: { measure: 'lufs', level: -23, ceilingDb: -1 },
} as const satisfies Readonly<Record<string, LoudnessGoal>>
