import { MynaError } from '../../../../../src/shared/protocol/errors'
import { protobufFields } from '../../../../formats/protobuf-reader'

export type PieceType = 'normal' | 'unknown' | 'control' | 'user-defined' | 'unused' | 'byte'

/** One entry of the vocabulary; its place in the list is its id. */
export interface Piece {
  readonly text: string
  /** Logarithm of its probability. */
  readonly score: number
  readonly type: PieceType
}

/** A SentencePiece unigram model, reduced to what encoding and decoding need. */
export interface SentencePieceModel {
  readonly pieces: readonly Piece[]
  readonly addDummyPrefix: boolean
  /** A text that begins with a space gets that prefix, too. */
  readonly prefixesSpaced: boolean
  readonly removeExtraWhitespaces: boolean
}

/** ModelProto.SentencePiece.Type of sentencepiece_model.proto. */
const pieceTypes: readonly (PieceType | undefined)[] = [undefined, 'normal', 'unknown', 'control', 'user-defined', 'unused', 'byte']

/**
 * Parses a tokenizer.model file (protobuf, sentencepiece_model.proto of google/sentencepiece). Throws `model-invalid`
 * when it is truncated, empty, or not a unigram model.
 */
export function parseSentencePieceModel(file: ArrayBuffer): SentencePieceModel {
  const bytes = new Uint8Array(file)
  const pieces: Piece[] = []
  let addDummyPrefix = true
  let removeExtraWhitespaces = true
  for (const field of protobufFields(bytes)) {
    if (field.number === 1) pieces.push(parsePiece(bytes, field.start, field.end))
    if (field.number === 2) checkUnigram(bytes, field.start, field.end)
    if (field.number === 3) {
      for (const option of protobufFields(bytes, field.start, field.end)) {
        if (option.number === 3) addDummyPrefix = option.value !== 0
        if (option.number === 4) removeExtraWhitespaces = option.value !== 0
      }
    }
  }
  if (pieces.length === 0) throw new MynaError('model-invalid', 'the tokenizer has no pieces')
  return { pieces, addDummyPrefix, prefixesSpaced: true, removeExtraWhitespaces }
}

function parsePiece(bytes: Uint8Array, start: number, end: number): Piece {
  let text = ''
  let score = 0
  let type: PieceType = 'normal'
  for (const field of protobufFields(bytes, start, end)) {
    if (field.number === 1) text = new TextDecoder().decode(bytes.subarray(field.start, field.end))
    if (field.number === 2) score = new DataView(bytes.buffer, bytes.byteOffset + field.start, 4).getFloat32(0, true)
    if (field.number === 3) type = pieceTypes[field.value] ?? 'unused'
  }
  return { text, score, type }
}

function checkUnigram(bytes: Uint8Array, start: number, end: number): void {
  for (const field of protobufFields(bytes, start, end)) {
    // TrainerSpec.model_type: 1 is UNIGRAM, also when the field is absent.
    if (field.number === 3 && field.value !== 1) throw new MynaError('model-invalid', `tokenizer model type ${field.value} is not unigram`)
  }
}
