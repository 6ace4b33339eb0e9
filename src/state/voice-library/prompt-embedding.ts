import { decodeWav } from '../../shared/audio/wav'
import type { KeptPrompt } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'

/** The voice of a prompt in numbers: see `AnalysisService.embedSpeech`, whose errors it has. */
export type EmbedPrompt = (prompt: Pick<KeptPrompt, 'promptSha256' | 'promptWav'>, signal: AbortSignal) => Promise<Float32Array>

export interface PromptEmbedder {
  readonly embed: EmbedPrompt
  readonly forget: () => void
}

/** Holds on to the newest: most readings have the voice of the one before. */
export function createPromptEmbedder({ analysis }: Pick<AppServices, 'analysis'>): PromptEmbedder {
  let newest: { readonly promptSha256: string; readonly embedding: Float32Array } | null = null
  return {
    async embed({ promptSha256, promptWav }, signal) {
      if (newest?.promptSha256 === promptSha256) return newest.embedding
      const embedding = await analysis.embedSpeech(decodeWav(promptWav), signal)
      newest = { promptSha256, embedding }
      return embedding
    },
    forget() {
      newest = null
    },
  }
}
