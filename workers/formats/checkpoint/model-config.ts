import * as v from 'valibot'
import { MynaError } from '../../../src/shared/protocol/errors'
import { readYaml } from '../yaml-reader'
import { flowKinds } from './pocket-sizes'

const positive = v.pipe(v.number(), v.integer(), v.minValue(1))
const codecTransformer = v.object({ num_heads: v.optional(positive), context: v.optional(positive), max_period: v.optional(v.number()) })
export type CodecTransformerConfig = v.InferOutput<typeof codecTransformer>

const seanet = v.object({ n_residual_layers: v.optional(positive), compress: v.optional(positive), pad_mode: v.optional(v.string()) })

/** How a model wants its text and its speech, in the names of the official configuration. Bundles of graphs may say the same. */
export const speakingRules = {
  default_temperature: v.nullish(v.pipe(v.number(), v.minValue(0))),
  default_eos_threshold: v.nullish(v.number()),
  replace_characters: v.nullish(v.record(v.string(), v.string())),
  remove_semicolons: v.nullish(v.boolean()),
  append_terminal_punctuation: v.nullish(v.boolean()),
  capitalize_first_letter: v.nullish(v.boolean()),
  pad_with_spaces_for_short_inputs: v.nullish(v.boolean()),
  model_recommended_frames_after_eos: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
} as const

export type SpeakingRules = v.InferOutput<v.ObjectSchema<typeof speakingRules, undefined>>

/**
 * The part of Kyutai's model configuration (kyutai-labs/pocket-tts, config/*.yaml) that shapes of tensors do not tell.
 * Everything may be left out: then it is as the official code has it.
 */
const configSchema = v.object({
  flow_lm: v.nullish(v.object({
    insert_bos_before_voice: v.nullish(v.boolean()),
    flow: v.nullish(v.object({ type: v.optional(v.picklist(flowKinds, 'an unknown type of flow')) })),
    transformer: v.nullish(v.object({ num_heads: v.optional(positive), max_period: v.optional(v.number()) })),
  })),
  mimi: v.nullish(v.object({
    sample_rate: v.nullish(positive),
    seanet: v.nullish(seanet),
    transformer: v.nullish(codecTransformer),
    decoder_seanet: v.nullish(seanet),
    decoder_transformer: v.nullish(codecTransformer),
  })),
  ...speakingRules,
})

export type ModelConfig = v.InferOutput<typeof configSchema>

/** What rotation and convolutions the kernels and graphs are written for. */
const MAX_PERIOD = 10_000
const SEANET = { n_residual_layers: 1, compress: 2, pad_mode: 'constant' } as const

/**
 * Reads a configuration, JSON or YAML, on its own or under the key `config`. Errors: `model-invalid` (no such file), `model-mismatch`
 * (a kind of model that cannot be run).
 */
export function parseModelConfig(text: string): ModelConfig {
  const whole = parsed(text)
  const inner: unknown = typeof whole === 'object' && whole !== null && 'config' in whole ? whole.config : whole
  const result = v.safeParse(configSchema, inner)
  if (!result.success) {
    const [issue] = result.issues
    throw new MynaError(v.getDotPath(issue) === 'flow_lm.flow.type' ? 'model-mismatch' : 'model-invalid', `configuration, ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`)
  }
  checkKnown(result.output)
  return result.output
}

function parsed(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return readYaml(text)
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new MynaError('model-invalid', 'the configuration is no JSON', { cause: thrown })
  }
}

function checkKnown({ flow_lm, mimi }: ModelConfig): void {
  for (const transformer of [flow_lm?.transformer, mimi?.transformer, mimi?.decoder_transformer]) {
    const period = transformer?.max_period ?? MAX_PERIOD
    if (period !== MAX_PERIOD) throw new MynaError('model-mismatch', `rotations of period ${period}, only ${MAX_PERIOD} is known`)
  }
  for (const half of [mimi?.seanet, mimi?.decoder_seanet]) {
    for (const [name, known] of Object.entries(SEANET)) {
      const value = half?.[name as keyof typeof SEANET] ?? known
      if (value !== known) throw new MynaError('model-mismatch', `convolutions with ${name} ${value}, only ${known} is known`)
    }
  }
}
