import * as Comlink from 'comlink'
import { MynaError, outcomeOf } from '../../../../../src/shared/protocol/errors'
import { createYieldPoint } from '../../../../../src/shared/threads/yield-point'
import { createRunQueue } from '../../../../runtime/run-queue'
import { decodeHere, type BlockDecoder } from './block-decoder'
import type { DecoderStream } from '../published/decoder'
import type { DecoderApi, DecoderFacts, DecoderRequest } from '../decoder-api'
import type { Opened } from '../published/graphs'

/** The behaviour of the decoder's worker. `openDecoder` is the outside world. */
export function createDecoderService(openDecoder: (request: DecoderRequest) => Promise<Opened<() => DecoderStream> & DecoderFacts>): DecoderApi {
  const turns = createRunQueue()
  const chunks = new Map<number, BlockDecoder>()
  /** Between blocks, so that a message may come in that makes the next one pointless. */
  const listen = createYieldPoint(new AbortController().signal)
  let start: (() => BlockDecoder) | null = null

  function decoderOf(chunk: number): BlockDecoder {
    if (start === null) throw new MynaError('engine-not-loaded', 'no decoder is open')
    const decoder = chunks.get(chunk) ?? start()
    chunks.set(chunk, decoder)
    return decoder
  }

  return {
    open: (request) =>
      outcomeOf(async () => {
        const { value, form, quantised, sameInAnyBlocks } = await openDecoder(request)
        start = decodeHere(value)
        return { form, quantised, sameInAnyBlocks }
      }, 'inference-failed'),

    async decode(chunk, latents) {
      const outcome = await outcomeOf(() => {
        const decoder = decoderOf(chunk)
        return turns.run(async () => {
          await listen()
          return decoder.decode(latents)
        })
      }, 'inference-failed')
      return outcome.ok ? Comlink.transfer(outcome, [outcome.value.samples.buffer]) : outcome
    },

    finish(chunk) {
      void turns.run(() => Promise.resolve(chunks.delete(chunk)))
    },

    abandon(chunk) {
      chunks.get(chunk)?.abandon()
      chunks.delete(chunk)
    },
  }
}
