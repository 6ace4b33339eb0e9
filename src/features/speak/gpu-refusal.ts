import type { EngineDescription } from '../../shared/protocol/engine'
import { namedQuantised, type ModelPack } from '../../shared/protocol/model-pack'

/**
 * Why `pack` cannot run on the GPU, in words for the person, or null where nothing speaks against it. Before it is loaded
 * only its names tell; `engine` is whatever is loaded, which knows its graphs.
 */
export function gpuRefusal(pack: ModelPack | undefined, engine: EngineDescription | null): string | null {
  if (!('gpu' in navigator)) return 'This browser cannot run models on the GPU.'
  if (pack === undefined) return null
  const loaded = engine?.packId === pack.id ? engine : null
  const runs = loaded?.executionProviders.includes('webgpu') ?? (pack.engine === 'pocket-tts' && !namedQuantised(pack))
  return runs ? null : 'The GPU needs a Pocket TTS bundle in full precision (float32) or compiled for GPUs; this model runs on the CPU only.'
}
