import * as v from 'valibot'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import { speakingRules } from '../../../../formats/checkpoint/model-config'
import { flowKinds } from '../../../../formats/checkpoint/pocket-sizes'
import type { TensorValue } from '../../../../runtime/tensor'

/** Schema of bundle.json as KevinAHM/pocket-tts-onnx-export writes it (schema_version 2). */

const size = v.pipe(v.number(), v.integer(), v.minValue(0))
const positive = v.pipe(v.number(), v.integer(), v.minValue(1))

const stateEntrySchema = v.object({
  index: size,
  module: v.string(),
  key: v.string(),
  dtype: v.picklist(['float32', 'int64', 'bool']),
  shape: v.array(size),
  /** How the tensor starts. "mixed" is in the exporter's vocabulary, but no published bundle uses it. */
  fill: v.picklist(['nan', 'zeros', 'ones', 'empty']),
  input_name: v.string(),
  output_name: v.string(),
})

const bundleSchema = v.object({
  schema_version: v.literal(2),
  bundle_name: v.string(),
  language: v.string(),
  sample_rate: positive,
  frame_rate: v.pipe(v.number(), v.minValue(1)),
  samples_per_frame: positive,
  latent_dim: positive,
  conditioning_dim: positive,
  insert_bos_before_voice: v.boolean(),
  ...speakingRules,
  /** Only where the publisher tells; else by what the bundle was made of. */
  flow_type: v.optional(v.picklist(flowKinds)),
  max_token_per_chunk: positive,
  tokenizer_file: v.string(),
  bos_before_voice_file: v.string(),
  flow_lm_state_manifest: v.pipe(v.array(stateEntrySchema), v.minLength(1)),
  mimi_state_manifest: v.pipe(v.array(stateEntrySchema), v.minLength(1)),
})

/** A tensor that a graph takes as an input and gives back as an output, to be carried to its next call. */
export type StateEntry = v.InferOutput<typeof stateEntrySchema>

/** What a bundle says about its graphs: every size and every carried state. */
export type PocketBundle = v.InferOutput<typeof bundleSchema>

/** Values of a carried tensor before the first call, as its entry says. The caller owns the tensor. */
export function initialTensor({ dtype, shape, fill }: StateEntry): TensorValue {
  const size = shape.reduce((product, dim) => product * dim, 1)
  switch (dtype) {
    case 'float32':
      return { type: dtype, data: new Float32Array(size).fill(fill === 'nan' ? NaN : fill === 'ones' ? 1 : 0), dims: shape }
    case 'int64':
      return { type: dtype, data: new BigInt64Array(size).fill(fill === 'ones' ? 1n : 0n), dims: shape }
    case 'bool':
      return { type: dtype, data: new Uint8Array(size).fill(fill === 'ones' ? 1 : 0), dims: shape }
  }
}

/**
 * Reads bundle.json. Throws `model-invalid` when it is not JSON or not of schema version 2, `model-outdated` when its graphs were
 * compiled from a checkpoint, as earlier versions of the app did.
 */
export function parseBundle(file: ArrayBuffer): PocketBundle {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(file))
  } catch (thrown) {
    throw new MynaError('model-invalid', 'bundle.json is not JSON', { cause: thrown })
  }
  if (typeof json === 'object' && json !== null && 'format' in json) throw new MynaError('model-outdated', 'bundle.json says that its graphs were compiled from a checkpoint')
  const result = v.safeParse(bundleSchema, json)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new MynaError('model-invalid', `bundle.json, ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`)
}
