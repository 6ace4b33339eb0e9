import type { Outcome } from './errors'

/** Kinds of files with one sound: `m4a` is AAC in MP4. */
export type SoundFormat = 'wav' | 'mp3' | 'opus' | 'flac' | 'm4a'

/** `book`: one M4B with chapters. `chapters`: a ZIP with one file of the chosen format per part. */
export type ExportShape = 'sound' | 'book' | 'chapters'

/** What a file's loudness is brought to; see `LOUDNESS_TARGETS`. */
export type LoudnessTarget = 'as-made' | 'podcast' | 'audiobook' | 'acx' | 'broadcast'

/** What a person chose for the sound of files. */
export interface SoundChoice {
  readonly format: SoundFormat
  /** WAV: integers of 16 or 24 bits, floats of 32. FLAC: 16, else 24. */
  readonly bits: 16 | 24 | 32
  /** Hz; of WAV and FLAC alone, the others have their own. */
  readonly sampleRate: 24000 | 48000
  readonly loudness: LoudnessTarget
}

/** One stretch of sound, a chapter where there are several. */
export interface ExportPart {
  readonly title: string
  readonly sampleRate: number
  readonly sampleCount: number
}

/** What the file says of itself. */
export interface ExportWords {
  /** That it is synthetic speech, and which engine made it. */
  readonly statement: string
  readonly software: string
  /** YYYY-MM-DD. */
  readonly day: string
  readonly genre: string
  /** A term of IPTC's digital source types, as an address. */
  readonly sourceType: string
  /** The same as an XMP packet; kept by WAV. */
  readonly xmp: string
  readonly title?: string
  readonly author?: string
  readonly cover?: { readonly data: Uint8Array; readonly mimeType: 'image/jpeg' | 'image/png' }
}

export interface ExportRequest extends SoundChoice {
  readonly shape: ExportShape
  readonly parts: readonly ExportPart[]
  /** Silence between parts of a book. */
  readonly gapSeconds: number
  readonly words: ExportWords
}

/** Where the worker gets the sound from, piece by piece. */
export interface ExportSource {
  /** Mono PCM of a part from `start` up to `end`, in samples; the buffer is the worker's. Rejects where it is gone. */
  read(part: number, start: number, end: number): Promise<Float32Array>
}

/**
 * The export worker as seen through comlink. It writes one file at a time; ending the worker cancels. `File` is the DOM's `Blob`, `Place` its
 * `FileSystemFileHandle`.
 */
export interface ExportApi<File, Place> {
  /**
   * Writes a file, to the origin's disk where there is one (no more than seconds of sound are held then), else to memory.
   * `onProgress` gets the share that is done, 0 to 1. Errors: `storage-full`, `encoder-missing` (Opus without an encoder in
   * this browser), `export-too-large` (a ZIP above 4 GB), `export-failed`, and what the source rejects with.
   */
  write(request: ExportRequest, source: ExportSource, onProgress: (fraction: number) => void): Promise<Outcome<File>>
  /**
   * The same, straight into the file that a person chose: its bytes lie on the disk once. What that file held before stays until all is
   * written.
   */
  writeTo(place: Place, request: ExportRequest, source: ExportSource, onProgress: (fraction: number) => void): Promise<Outcome<void>>
}
