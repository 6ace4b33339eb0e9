import * as Comlink from 'comlink'
import { MynaError, outcomeOf, type Outcome } from '../../../../../src/shared/protocol/errors'
import type { ModelPack } from '../../../../../src/shared/protocol/model-pack'
import { createYieldPoint } from '../../../../../src/shared/threads/yield-point'
import { createRunQueue } from '../../../../runtime/run-queue'
import type { Opened } from '../../opened'
import { decodeHere, type BlockDecoder, type DecodedBlock, type DecoderStream } from './block-decoder'
import type { ThreadFacts } from './decoder-opening'

/** The decoder's worker as seen through comlink. A chunk has a number of its own and begins with its first block. */
export interface DecoderApi {
  /** Opens that of a pack's kept files, which the worker reads itself; once in its life. Errors: as `openPocketModel`. */
  open(pack: ModelPack): Promise<Outcome<ThreadFacts>>
  /** Blocks are decoded one after another, in the order of asking. Errors: `engine-not-loaded`, `inference-failed`, `aborted`. */
  decode(chunk: number, latents: Float32Array): Promise<Outcome<DecodedBlock>>
  /** Forgets the chunk after the blocks that were handed over. */
  finish(chunk: number): void
  /** Forgets the chunk and drops its blocks that were not begun. */
  abandon(chunk: number): void
}

/** The behaviour of the decoder's worker. `openDecoder` is the outside world. */
export function createDecoderService(openDecoder: (pack: ModelPack) => Promise<Opened<() => DecoderStream> & ThreadFacts>): DecoderApi {
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
    open: (pack) =>
      outcomeOf(async () => {
        const { value, form, sameInAnyBlocks, takesRows } = await openDecoder(pack)
        start = decodeHere(value)
        return { form, sameInAnyBlocks, takesRows }
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
