import * as Comlink from 'comlink'
import { MynaError, outcomeOf } from '../../../../../src/shared/protocol/errors'
import type { EncoderFrontApi, FrontRequest } from '../encoder-front-api'
import type { EncoderFront } from './encoder-front'

/** The behaviour of the worker that runs the prompt encoder's first half. `openFront` is the outside world. */
export function createEncoderFrontService(openFront: (request: FrontRequest) => Promise<() => EncoderFront>): EncoderFrontApi {
  let start: (() => EncoderFront) | null = null
  let current: { readonly prompt: number; readonly front: EncoderFront } | null = null
  return {
    open: (request) =>
      outcomeOf(async () => {
        start = await openFront(request)
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
