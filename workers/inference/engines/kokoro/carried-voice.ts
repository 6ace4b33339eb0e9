import type { PreparedVoice } from '../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../src/shared/protocol/errors'
import type { CarryRequest } from '../../../../src/shared/protocol/inference'
import { readStarterVoice, writeStarterVoice } from './starter-voice-data'

/**
 * The voice of another recording of a person with what was learned of them: what the lesson added to style and deltas is added to
 * its own, whose style, pitch and pace are those of the recording's mood. Of the very recording that was learned from it makes the
 * learned voice again (but for its pitch and pace, which a lesson measures anew). What weights learn on one task may be added to
 * others (Ilharco et al. 2023, task arithmetic). A voice without deltas has deltas of nothing. Errors: `model-mismatch`.
 */
export function carryLearned({ before, learned, to }: CarryRequest, packKey: string): PreparedVoice {
  const [unlearned, taught, mood] = [readStarterVoice(before, packKey), readStarterVoice(learned, packKey), readStarterVoice(to, packKey)]
  const table = mood.table.map((value, i) => value + (taught.table[i] ?? NaN) - (unlearned.table[i] ?? NaN))
  const deltas = carriedDeltas(mood.deltas, taught.deltas, unlearned.deltas)
  return writeStarterVoice(packKey, { table, prosody: mood.prosody, ...(deltas && { deltas }) }, `${to.summary}; ${learned.summary}`)
}

function carriedDeltas(...all: readonly (Float32Array | undefined)[]): Float32Array | undefined {
  const known = all.filter((deltas) => deltas !== undefined)
  const length = known[0]?.length
  if (length === undefined) return undefined
  if (known.some((deltas) => deltas.length !== length)) throw new MynaError('model-mismatch', `deltas of ${known.map((deltas) => deltas.length).join(' and ')} numbers`)
  const [mood, taught, unlearned] = all
  return Float32Array.from({ length }, (_, i) => (mood?.[i] ?? 0) + (taught?.[i] ?? 0) - (unlearned?.[i] ?? 0))
}
