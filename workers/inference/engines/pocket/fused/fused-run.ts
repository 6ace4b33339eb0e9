import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import { floats, type TensorValue } from '../../../../runtime/tensor'
import type { EngineCall } from '../../voice-engine'
import type { VoiceState } from '../lm-state'
import type { Frame, FrameSampling } from '../speech-model'
import type { FusedConfig } from './fused-files'
import { feedsOf, positionsOf, silentCodec, type Addition, type CodecState } from './fused-step'
import { rowLength, voiceFromRows, writeVoice } from './voice-rows'

/** One stretch of positions under construction, voice, then text, then frames, and the sound of the frames. */
export interface FusedRun {
  /** Positions filled so far. */
  readonly positions: number
  /** Adds the rows of a voice, [n, model_dim] flat. Errors: `position-budget-exceeded` (nothing is added). */
  hear(rows: Float32Array): Promise<void>
  /** Adds text. Errors as `hear`. */
  read(ids: readonly number[]): Promise<void>
  /** Adds the latent before (NaN: the start of speech), tells the next and decodes it. Errors as `hear`. */
  next(previous: Float32Array, sampling: FrameSampling, timings: EngineCall['timings']): Promise<Frame>
  /** The sound of the frame that `next` told last, [frame_size]. Owned by the caller. */
  sound(): Float32Array
  voiceState(): VoiceState
}

/** Starts a run after `voice` with room for `capacity` positions. Errors: `model-mismatch` (a voice of another shape). */
export function startFusedRun(session: Session, config: FusedConfig, voice: VoiceState | null, capacity: number): FusedRun {
  const shape = { layers: config.flow_layers, width: config.flow_heads * config.flow_head_dim }
  const row = rowLength(shape)
  const cache = new Float32Array(capacity * row)
  const nothing = new Float32Array(config.latent_dim)
  let filled = voice?.positions ?? 0
  let codec = silentCodec(config)
  let sound = new Float32Array(0)
  if (voice !== null) writeVoice(voice, cache, shape)

  async function call(addition: Addition, { noise, steps }: FrameSampling, fetches: readonly string[]) {
    const added = positionsOf(addition, config)
    if (filled + added > capacity) {
      throw new MynaError('position-budget-exceeded', `${filled} + ${added} positions do not fit into ${capacity}`)
    }
    const rows = cache.subarray(0, filled * row)
    const feeds = feedsOf(config, { addition, noise, steps, rows, positions: filled, codec })
    const outputs = await session.run(feeds, ['flow_kv_new', ...fetches])
    cache.set(floats(outputs['flow_kv_new']), filled * row)
    filled += added
    return outputs
  }

  // The graph makes a frame of sound in every call, but before speech begins there is nothing to make one of: it is not
  // fetched, and the codec's state stays.
  const add = async (addition: Addition) => {
    await call(addition, { noise: nothing, steps: 1 }, [])
  }

  return {
    get positions() {
      return filled
    },
    hear: (rows) => add({ kind: 'voice', rows }),
    read: (ids) => add({ kind: 'text', ids }),
    async next(previous, sampling, timings) {
      const latent = Number.isNaN(previous[0]) ? null : previous
      const outputs = await timings.time('lm-flow-decode', 1, () => call({ kind: 'latent', latent }, sampling, SPOKEN))
      codec = advanced(codec, outputs)
      sound = Float32Array.from(floats(outputs['audio']))
      const sampled = floats(outputs['next_latent'])
      return { endLogit: floats(outputs['eos_logit'])[0] ?? -Infinity, latent: () => Promise.resolve(sampled) }
    },
    sound: () => sound,
    voiceState: () => voiceFromRows(cache, filled, shape),
  }
}

/** Outputs of a call that makes a frame. */
const SPOKEN = ['audio', 'next_latent', 'eos_logit', 'mimi_kv_new', 'mimi_offset_out', 'mimi_conv_out']

/** The codec after a frame: the newest positions enter its window at the end, the oldest leave. */
function advanced({ keysAndValues }: CodecState, outputs: Readonly<Record<string, TensorValue>>): CodecState {
  const { mimi_offset_out: offset, mimi_conv_out: convolutions } = outputs
  if (offset === undefined || convolutions === undefined) throw new MynaError('model-mismatch', 'the step graph gave no codec state')
  const added = floats(outputs['mimi_kv_new'])
  keysAndValues.copyWithin(0, added.length)
  keysAndValues.set(added, keysAndValues.length - added.length)
  return { keysAndValues, offset, convolutions }
}
