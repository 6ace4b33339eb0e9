import type { TextRequest } from './voice-engine'

/** The chunks of a text's plan that a request asks for, each with its place in the reading. */
export function askedChunks<Chunk>(plan: readonly Chunk[], asked: TextRequest['chunks'], firstChunk: number): readonly (readonly [index: number, chunk: Chunk])[] {
  return plan.map((chunk, index) => [firstChunk + index, chunk] as const).slice(asked?.from ?? 0, asked?.to ?? plan.length)
}
