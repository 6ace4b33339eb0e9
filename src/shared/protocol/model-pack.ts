import * as v from 'valibot'
import type { EngineId } from './engine'

/** Schema of `public/model-manifest.json`: which models exist, where their files are, how big, with which hash. */

const sha256Schema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex'))

/**
 * One file of a pack. `sha256` and `sizeBytes` are null where the publisher's figures are not known to us: then the
 * first complete download is measured, recorded and held to from then on, and the page says so.
 */
const modelFileSchema = v.strictObject({
  /** Name inside the pack, as the engine asks for it. */
  path: v.pipe(v.string(), v.regex(/^[\w./-]+$/)),
  /** Path below each source, where it differs from `path`. */
  remotePath: v.optional(v.pipe(v.string(), v.regex(/^[\w./-]+$/))),
  sizeBytes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  sha256: v.nullable(sha256Schema),
})

const positive = v.pipe(v.number(), v.integer(), v.minValue(1))

/** What a pack costs on any device, told before it is downloaded. Figures are of its structure, not of its files. */
const packCostSchema = v.strictObject({
  /** About; what is downloaded, where the files' sizes are not known. */
  downloadBytes: positive,
  /** About; memory that speaking adds to the page. */
  memoryBytes: positive,
  /** Multiply-adds for a second of sound: with weights in 8 bits, one row at a time, and in float32. */
  roundedWork: positive,
  floatWork: positive,
})

export type PackCost = v.InferOutput<typeof packCostSchema>

const modelPackSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]*$/)),
  /** What runs its files: a voice engine, or Whisper, which listens and writes down what it hears. */
  engine: v.picklist(['kokoro', 'pocket-tts', 'whisper']),
  name: v.string(),
  /** One honest sentence about what it does. */
  description: v.string(),
  languages: v.pipe(v.array(v.string()), v.minLength(1)),
  licence: v.string(),
  licenceUrl: v.string(),
  credit: v.string(),
  /** Terms that the person is shown before the first download, beyond the licence; may be empty. */
  terms: v.string(),
  /** Base addresses in order of preference: relative to the app ("models/…/") or https. */
  sources: v.pipe(v.array(v.string()), v.minLength(1)),
  files: v.pipe(v.array(modelFileSchema), v.minLength(1)),
  cost: v.optional(packCostSchema),
})

const httpsOrigin = v.pipe(v.string(), v.regex(/^https:\/\/[a-z0-9.-]+(:\d+)?$/, 'an https origin without a path'))

export const modelManifestSchema = v.strictObject({
  version: v.literal(1),
  /** Origins beside Hugging Face and those of the packs that models may be added from; the Content-Security-Policy names them. */
  hosts: v.optional(v.array(httpsOrigin)),
  packs: v.pipe(v.array(modelPackSchema), v.minLength(1)),
})

export type ModelFile = v.InferOutput<typeof modelFileSchema>
/** Where a pack came from that the person added by its address. */
export interface PackOrigin {
  /** As `ModelListing` has it. */
  readonly address: string
  /** Of the file that makes it a model, below the address. */
  readonly path: string
  /** The commit; null for a plain folder, which has none. */
  readonly revision: string | null
  /** Its host gives it only to those who show their token. */
  readonly needsToken: boolean
}

export type ModelPack = v.InferOutput<typeof modelPackSchema> & { readonly origin?: PackOrigin }
export type ModelManifest = v.InferOutput<typeof modelManifestSchema>

/** A pack that speaks. */
export type VoicePack = ModelPack & { readonly engine: EngineId }

export function isVoicePack(pack: ModelPack): pack is VoicePack {
  return pack.engine !== 'whisper'
}

/** True for files that the person chose from the disk: there is no address to fetch them from again. */
export function comesFromDisk(pack: ModelPack): boolean {
  return pack.sources.every((source) => source.startsWith('disk:'))
}

/** True for a pack that is not of the list, but was added on this device: it goes with its files. */
export function isAdded(pack: ModelPack): boolean {
  return pack.origin !== undefined || comesFromDisk(pack)
}

/** Where a pack's files stand on this device. `sizeBytes` is null while unknown. */
export type PackState =
  | { readonly phase: 'absent'; readonly receivedBytes: number }
  | {
      readonly phase: 'downloading'
      readonly receivedBytes: number
      readonly bytesPerSecond: number
      readonly secondsLeft: number | null
      readonly file: string
    }
  | { readonly phase: 'paused'; readonly receivedBytes: number }
  | { readonly phase: 'failed'; readonly receivedBytes: number; readonly code: import('./errors').ErrorCode; readonly detail: string }
  | { readonly phase: 'ready'; readonly receivedBytes: number }

export interface PackStatus {
  readonly pack: ModelPack
  readonly totalBytes: number | null
  readonly state: PackState
  /** Some of its files lie in memory only, and go with the page. */
  readonly isHeld?: boolean
  /** Bytes that another pack uses, too: they are kept once. */
  readonly sharedBytes?: number
}

/** Whether graphs of the pack are published as quantised to 8 bits, by their names. What the graphs say counts more. */
export function namedQuantised(pack: ModelPack): boolean {
  return pack.files.some(({ path, remotePath }) => (remotePath ?? path).endsWith('_int8.onnx'))
}

/** Sum of the file sizes, or null when one of them is unknown. */
export function packSizeBytes(pack: ModelPack): number | null {
  let total = 0
  for (const file of pack.files) {
    if (file.sizeBytes === null) return null
    total += file.sizeBytes
  }
  return total
}
