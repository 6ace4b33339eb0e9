import type { SpeakRequest } from '../../../src/shared/protocol/inference'

/** The chunks of a plan that a request asks for, each with its place in the plan. */
export function askedChunks<Chunk>(plan: readonly Chunk[], asked: SpeakRequest['chunks']): readonly (readonly [index: number, chunk: Chunk])[] {
  return [...plan.entries()].slice(asked?.from ?? 0, asked?.to ?? plan.length)
}
