import * as v from 'valibot'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import { parseSentencePieceModel, type Piece, type SentencePieceModel } from './sentencepiece-model'

const schema = v.object({
  model: v.object({
    type: v.optional(v.literal('Unigram', 'only unigram models are known'), 'Unigram'),
    unk_id: v.optional(v.nullable(v.number())),
    vocab: v.pipe(v.array(v.tuple([v.string(), v.number()])), v.minLength(1)),
    byte_fallback: v.optional(v.boolean(), false),
  }),
  added_tokens: v.optional(v.array(v.object({ id: v.number(), special: v.optional(v.boolean(), false) })), []),
  normalizer: v.optional(v.unknown()),
  pre_tokenizer: v.optional(v.unknown()),
})

/** A tokenizer of either kind that Kyutai publishes: a SentencePiece model, or the same as `tokenizer.json`. Errors: `model-invalid`. */
export function parseTokenizer(file: ArrayBuffer): SentencePieceModel {
  return new Uint8Array(file)[0] === '{'.charCodeAt(0) ? parseTokenizerJson(new TextDecoder().decode(file)) : parseSentencePieceModel(file)
}

/**
 * Reads a `tokenizer.json` (huggingface/tokenizers) that was made from a SentencePiece unigram model. Errors: `model-invalid` where it
 * is no JSON, or another kind of tokenizer.
 */
export function parseTokenizerJson(text: string): SentencePieceModel {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (thrown) {
    throw new MynaError('model-invalid', 'the tokenizer is no JSON', { cause: thrown })
  }
  const result = v.safeParse(schema, json)
  if (!result.success) {
    const [issue] = result.issues
    throw new MynaError('model-invalid', `the tokenizer, ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`)
  }
  const { model, added_tokens, normalizer, pre_tokenizer } = result.output
  const special = new Set(added_tokens.flatMap((token) => (token.special ? [token.id] : [])))
  const steps = [...stepsOf(normalizer), ...stepsOf(pre_tokenizer)]
  const prefix = steps.find(({ type }) => type === 'Metaspace')
  return {
    pieces: model.vocab.map(([piece, score], id): Piece => ({ text: piece, score, type: typeOf(piece, id, model, special) })),
    addDummyPrefix: steps.some(({ type }) => type === 'Prepend') || (prefix !== undefined && (prefix.prepend_scheme ?? 'always') !== 'never' && prefix.add_prefix_space !== false),
    prefixesSpaced: prefix === undefined,
    removeExtraWhitespaces: steps.some(({ type, pattern }) => type === 'Strip' || (type === 'Replace' && pattern?.Regex === ' {2,}')),
  }
}

function typeOf(piece: string, id: number, { unk_id, byte_fallback }: { readonly unk_id?: number | null | undefined; readonly byte_fallback: boolean }, special: ReadonlySet<number>): Piece['type'] {
  if (id === (unk_id ?? 0)) return 'unknown'
  if (byte_fallback && /^<0x[0-9A-F]{2}>$/.test(piece)) return 'byte'
  return special.has(id) ? 'control' : 'normal'
}

interface Step {
  readonly type?: string
  readonly prepend_scheme?: string
  readonly add_prefix_space?: boolean
  readonly pattern?: { readonly Regex?: string }
}

/** What is done to a text, one after the other, however it is nested. */
function stepsOf(step: unknown): readonly Step[] {
  if (typeof step !== 'object' || step === null) return []
  const inner = Object.entries(step).flatMap(([name, value]: [string, unknown]) => ((name === 'normalizers' || name === 'pretokenizers') && Array.isArray(value) ? value.flatMap(stepsOf) : []))
  return [step, ...inner]
}
