import type { EngineDescription } from '../../shared/protocol/engine'
import type { ModelPack } from '../../shared/protocol/model-pack'

/**
 * Why `pack` cannot run on the GPU, in words for the person, or null if nothing prevents it. `engine` is
 * whatever is loaded, which knows what it can run on.
 */
export function gpuRefusal(pack: ModelPack | undefined, engine: EngineDescription | null): string | null {
  if (!('gpu' in navigator)) return 'This browser cannot run models on the GPU.'
  if (pack === undefined) return null
  const isKnownNotTo = engine?.packId === pack.id && !engine.executionProviders.includes('webgpu')
  return isKnownNotTo ? 'The GPU cannot run the files of this model, which runs on the CPU only.' : null
}
