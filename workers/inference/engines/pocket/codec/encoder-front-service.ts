import * as Comlink from 'comlink'
import { MynaError, outcomeOf, type Outcome } from '../../../../../src/shared/protocol/errors'
import type { ModelPack } from '../../../../../src/shared/protocol/model-pack'
import type { EncoderFront } from './encoder-front'

/** The worker of the prompt encoder's first half as seen through comlink. It lives for one voice. */
export interface EncoderFrontApi {
  /** Opens that of a pack's kept files, which the worker reads itself; once in its life. Errors: `model-missing`, `model-mismatch`, `out-of-memory`. */
  open(pack: ModelPack): Promise<Outcome<null>>
  /** See `EncoderFront`; prompt 0 comes before prompt 1. Errors: `engine-not-loaded`, `inference-failed`. */
  run(prompt: number, audio: Float32Array): Promise<Outcome<Float32Array>>
}

/** The behaviour of the worker that runs the prompt encoder's first half. `openFront` is the outside world. */
export function createEncoderFrontService(openFront: (pack: ModelPack) => Promise<() => EncoderFront>): EncoderFrontApi {
  let start: (() => EncoderFront) | null = null
  let current: { readonly prompt: number; readonly front: EncoderFront } | null = null
  return {
    open: (pack) =>
      outcomeOf(async () => {
        start = await openFront(pack)
        return null
      }, 'inference-failed'),

    async run(prompt, audio) {
      const outcome = await outcomeOf(() => {
        if (start === null) throw new MynaError('engine-not-loaded', 'no encoder is open')
        if (current?.prompt !== prompt) current = { prompt, front: start() }
        return current.front(audio)
      }, 'inference-failed')
      return outcome.ok ? Comlink.transfer(outcome, [outcome.value.buffer]) : outcome
    },
  }
}
