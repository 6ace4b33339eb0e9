import * as v from 'valibot'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import { sha256Hex } from '../../../../../src/shared/storage/sha256-hex'
import type { EngineContext } from '../../voice-engine'
import type { BundleTraits } from '../bundle'

/** Schemas of manifest.json and assets.json as thewh1teagle/pocket-tts-onnx publishes them (its web export, version 1). */

const positive = v.pipe(v.number(), v.integer(), v.minValue(1))

const listedFileSchema = v.object({
  file: v.string(),
  bytes: positive,
  /** The first 16 hex digits; a publisher may give more. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{16,64}$/, 'the first digits of a SHA-256 in lower-case hex')),
})

const manifestSchema = v.object({
  version: v.literal(1),
  model: listedFileSchema,
  encoder: listedFileSchema,
  assets: listedFileSchema,
})

const configSchema = v.object({
  sample_rate: positive,
  frame_rate: v.pipe(v.number(), v.minValue(1)),
  frame_size: positive,
  latent_dim: positive,
  model_dim: positive,
  flow_layers: positive,
  flow_heads: positive,
  flow_head_dim: positive,
  mimi_layers: positive,
  mimi_heads: positive,
  mimi_head_dim: positive,
  /** Codec positions that the graph is handed back with every frame. */
  mimi_kv_len: positive,
  mimi_steps_per_latent: positive,
  conv_state_size: positive,
  /** The flow is unrolled so many times; the graph does not notice when it is asked for more. */
  max_decode_steps: positive,
  max_tokens_per_chunk: positive,
  remove_semicolons: v.boolean(),
  frames_after_eos: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
})

const assetsSchema = v.object({
  config: configSchema,
  /** A SentencePiece model in base64. */
  tokenizer: v.string(),
})

export type ListedFile = v.InferOutput<typeof listedFileSchema>
export type FusedManifest = v.InferOutput<typeof manifestSchema>
/** Sizes of the step graph and what the text has to be like. */
export type FusedConfig = v.InferOutput<typeof configSchema>

/** Which files make up the model. Throws `model-invalid`. */
export function parseFusedManifest(file: ArrayBuffer): FusedManifest {
  return parsed('manifest.json', manifestSchema, file)
}

/** Reads assets.json; the publisher's own voices in it are left alone. Throws `model-invalid`. */
export function parseFusedAssets(file: ArrayBuffer): { readonly config: FusedConfig; readonly tokenizer: ArrayBuffer } {
  const { config, tokenizer } = parsed('assets.json', assetsSchema, file)
  try {
    return { config, tokenizer: Uint8Array.from(atob(tokenizer), (byte) => byte.charCodeAt(0)).buffer }
  } catch (thrown) {
    throw new MynaError('model-invalid', 'assets.json, tokenizer: not base64', { cause: thrown })
  }
}

function parsed<T>(name: string, schema: v.GenericSchema<unknown, T>, file: ArrayBuffer): T {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(file))
  } catch (thrown) {
    throw new MynaError('model-invalid', `${name} is not JSON`, { cause: thrown })
  }
  const result = v.safeParse(schema, json)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new MynaError('model-invalid', `${name}, ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`)
}

/**
 * Reads a file that the manifest lists and compares it with what is said there. Its hash is computed once per pack: the
 * storage sees to it that the bytes stay the same. Errors: `model-missing`, `model-mismatch` (files of two releases).
 */
export async function readListed(
  { files, packKey, verdicts }: Pick<EngineContext, 'files' | 'packKey' | 'verdicts'>,
  { file, bytes, sha256 }: ListedFile,
): Promise<ArrayBuffer> {
  const content = await files.read(file)
  const differs = (what: string) => new MynaError('model-mismatch', `${file} is not the one that manifest.json lists: ${what}`)
  if (content.byteLength !== bytes) throw differs(`${content.byteLength} bytes, ${bytes} expected`)
  const key = `listed/${file}/${packKey}`
  if ((await verdicts?.read(key)) === true) return content
  const actual = await sha256Hex(new Uint8Array(content))
  if (!actual.startsWith(sha256)) throw differs(`SHA-256 ${actual}, ${sha256}… expected`)
  await verdicts?.write(key, true)
  return content
}

/** What the rest of the engine has to know, in the words of bundle.json. */
export function traitsOf(config: FusedConfig): BundleTraits {
  return {
    sample_rate: config.sample_rate,
    frame_rate: config.frame_rate,
    samples_per_frame: config.frame_size,
    latent_dim: config.latent_dim,
    conditioning_dim: config.model_dim,
    remove_semicolons: config.remove_semicolons,
    model_recommended_frames_after_eos: config.frames_after_eos,
    max_token_per_chunk: config.max_tokens_per_chunk,
  }
}
