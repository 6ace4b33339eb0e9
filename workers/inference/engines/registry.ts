import type { EngineId } from '../../../src/shared/protocol/engine'
import type { VoicePack } from '../../../src/shared/protocol/model-pack'
import type { CreateVoiceEngine } from './voice-engine'

/** Engines by id, each loaded only when first asked for. */
export const engineLoaders: Readonly<Record<EngineId, () => Promise<CreateVoiceEngine>>> = {
  kokoro: async () => (await import('./kokoro/kokoro-engine')).createKokoroEngine,
  'pocket-tts': async () => (await import('./pocket/pocket-engine')).createPocketEngine,
}

/** Whether a pack's engine makes use of a second worker where it may have one. */
export function worksInTwo(pack: VoicePack): boolean {
  return pack.engine === 'pocket-tts'
}
