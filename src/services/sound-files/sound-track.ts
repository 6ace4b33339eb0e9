/** Some of a track, in order: one array a channel, all of one length, at the track's own level. */
export interface SoundBlock {
  readonly channels: readonly Float32Array[]
  /** Hz. Some tracks change it in the middle. */
  readonly sampleRate: number
  /** How much of the track lies before the end of this block, 0 to 1; null where the file does not tell. */
  readonly fraction: number | null
}

/** A track of sound in a file, to be read from its beginning. Whoever opened it closes it. */
export interface SoundTrack {
  /** Null where the file does not tell. */
  readonly seconds: number | null
  /** Its place among the file's tracks of sound, from 1, and how many there are. */
  readonly number: number
  readonly trackCount: number
  /** Each call begins anew. Throws `MynaError` where the file cannot be read on. */
  blocks(): AsyncGenerator<SoundBlock>
  close(): void
}
