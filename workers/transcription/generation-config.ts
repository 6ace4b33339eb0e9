import * as v from 'valibot'
import { MynaError } from '../../src/shared/protocol/errors'

/** What finding out a language needs of Whisper's `generation_config.json`. */
export interface GenerationConfig {
  /** The token that every answer begins with; the token behind it names the language. */
  readonly startToken: number
  /** Token by language: ISO 639-1, or 639-2 where there is no shorter code. */
  readonly languageTokens: ReadonlyMap<string, number>
}

const tokenSchema = v.pipe(v.number(), v.integer(), v.minValue(0))
const fileSchema = v.object({ decoder_start_token_id: tokenSchema, lang_to_id: v.record(v.string(), tokenSchema) })

/** Reads the file. Errors: `model-invalid`. */
export function readGenerationConfig(bytes: ArrayBuffer): GenerationConfig {
  try {
    const file = v.parse(fileSchema, JSON.parse(new TextDecoder().decode(bytes)))
    const tokens = Object.entries(file.lang_to_id).map(([name, token]): [string, number] => [name.replace(/[<|>]/g, ''), token])
    return { startToken: file.decoder_start_token_id, languageTokens: new Map(tokens) }
  } catch (thrown) {
    throw new MynaError('model-invalid', `generation_config.json: ${String(thrown)}`, { cause: thrown })
  }
}

/** The language whose token `scores` (one per token of the vocabulary) favour; English where they favour none. */
export function likeliestLanguage(scores: ArrayLike<number>, { languageTokens }: GenerationConfig): string {
  let best = { language: 'en', score: -Infinity }
  for (const [language, token] of languageTokens) {
    const score = scores[token] ?? -Infinity
    if (score > best.score) best = { language, score }
  }
  return best.language
}
