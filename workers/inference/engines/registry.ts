import type { EngineId } from '../../../src/protocol/engine'
import type { CreateVoiceEngine } from './voice-engine'

/** Engines by id, each loaded only when first asked for. */
export const engineLoaders: Readonly<Record<EngineId, () => Promise<CreateVoiceEngine>>> = {
  kokoro: async () => (await import('./kokoro/kokoro-engine')).createKokoroEngine,
  'pocket-tts': async () => (await import('./pocket/pocket-engine')).createPocketEngine,
}
