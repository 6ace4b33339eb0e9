import type { VoiceShaper } from '../../src/shared/audio/pitch-shaper'
import { createVoiceShaper, isPlainShape, type VoiceShape } from '../../src/shared/audio/voice-shaper'
import type { ChunkPlan, SpeakEvent, SpeakSettings } from '../../src/shared/protocol/engine'

type AudioEvent = Extract<SpeakEvent, { readonly type: 'audio' }>

/**
 * What is done to the sound of an engine for these settings: all of it where the engine has no pace of its own, else all but that.
 */
export function shapeFor({ speed, pitchSemitones = 0, gainDb = 0 }: SpeakSettings, paces: boolean): VoiceShape {
  return { pace: paces ? 1 : speed, pitchSemitones, gainDb }
}

/**
 * An engine's events with their sound shaped, chunk by chunk: a chunk sounds the same whatever was spoken before it. Expected lengths and
 * the times of words follow; chunks whose shape is plain pass as they are.
 *
 * @param shapeOf the shape of a chunk of the plan
 */
export async function* shapedSpeech(events: AsyncIterable<SpeakEvent>, sampleRate: number, shapeOf: (chunk: ChunkPlan) => VoiceShape): AsyncGenerator<SpeakEvent, void, undefined> {
  let shaper: VoiceShaper | null = null
  let shapes: readonly VoiceShape[] = []
  for await (const event of events) {
    if (event.type === 'plan') {
      shapes = event.chunks.map(shapeOf)
      yield { ...event, chunks: event.chunks.map((chunk, index) => paced(chunk, shapes[index]?.pace ?? 1)) }
      continue
    }
    const shape = event.type === 'audio' ? shapes[event.chunkIndex] : undefined
    if (event.type !== 'audio' || !shape || isPlainShape(shape)) yield event
    else {
      shaper ??= createVoiceShaper(shape, sampleRate)
      yield* shaped(event, shaper, shape.pace)
      if (event.endsChunk) shaper = null
    }
  }
}

function* shaped({ words, ...event }: AudioEvent, shaper: VoiceShaper, pace: number): Generator<AudioEvent> {
  const timed = words && { words: words.map(({ text, startSeconds, endSeconds }) => ({ text, startSeconds: startSeconds / pace, endSeconds: endSeconds / pace })) }
  const samples = shaper.push(event.samples)
  if (samples.length > 0 || timed) yield { ...event, samples, endsChunk: false, ...timed }
  if (event.endsChunk) yield { ...event, samples: shaper.finish() }
}

function paced({ estimatedSeconds, parts, ...chunk }: ChunkPlan, pace: number): ChunkPlan {
  return { ...chunk, estimatedSeconds: estimatedSeconds / pace, ...(parts && { parts: parts.map((part) => ({ ...part, seconds: part.seconds / pace })) }) }
}
