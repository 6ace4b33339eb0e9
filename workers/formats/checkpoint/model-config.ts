import * as v from 'valibot'
import { MynaError } from '../../../src/shared/protocol/errors'

const positive = v.pipe(v.number(), v.integer(), v.minValue(1))

/**
 * The part of Kyutai's model configuration (kyutai-labs/pocket-tts, config/*.yaml, as JSON) that shapes of tensors do not
 * tell. Everything may be left out: then it is as in all published models.
 */
const configSchema = v.object({
  flow_lm: v.optional(v.object({
    insert_bos_before_voice: v.optional(v.boolean()),
    flow: v.optional(v.object({ type: v.optional(v.string()) })),
    transformer: v.optional(v.object({ num_heads: v.optional(positive), max_period: v.optional(v.number()) })),
  })),
  mimi: v.optional(v.object({
    sample_rate: v.optional(positive),
    transformer: v.optional(v.object({ num_heads: v.optional(positive), context: v.optional(positive), max_period: v.optional(v.number()) })),
  })),
  remove_semicolons: v.optional(v.boolean()),
  model_recommended_frames_after_eos: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)))),
})

export type ModelConfig = v.InferOutput<typeof configSchema>

/** What rotation, flow and window the kernels and graphs are written for. */
const MAX_PERIOD = 10_000
const FLOW_TYPE = 'lsd'
/** Positions that the codec's attention sees. */
const CONTEXT = 250

/**
 * Reads a configuration, on its own or under the key `config`. Errors: `model-invalid` (no such file), `model-mismatch`
 * (a kind of model that cannot be run).
 */
export function parseModelConfig(text: string): ModelConfig {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (thrown) {
    throw new MynaError('model-invalid', 'the configuration is no JSON', { cause: thrown })
  }
  const inner: unknown = typeof json === 'object' && json !== null && 'config' in json ? json.config : json
  const result = v.safeParse(configSchema, inner)
  if (!result.success) {
    const [issue] = result.issues
    throw new MynaError('model-invalid', `configuration, ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`)
  }
  const { flow_lm, mimi } = result.output
  for (const period of [flow_lm?.transformer?.max_period, mimi?.transformer?.max_period]) {
    if (period !== undefined && period !== MAX_PERIOD) throw new MynaError('model-mismatch', `rotations of period ${period}, only ${MAX_PERIOD} is known`)
  }
  const context = mimi?.transformer?.context ?? CONTEXT
  if (context !== CONTEXT) throw new MynaError('model-mismatch', `a codec that looks back ${context} positions, only ${CONTEXT} is known`)
  const type = flow_lm?.flow?.type ?? FLOW_TYPE
  if (type !== FLOW_TYPE) throw new MynaError('model-mismatch', `a flow of type ${type}, only ${FLOW_TYPE} is known`)
  return result.output
}
