import type { TakeSentence } from '../../shared/protocol/take-check'

/**
 * Where each sentence of a take begins and ends, of which there is sound.
 *
 * @param plan all sentences in order
 * @param lengths samples of each, from the first on; a reading that was stopped has fewer than its plan
 */
export function takeSentences(plan: readonly string[], lengths: readonly number[]): readonly TakeSentence[] {
  let endSample = 0
  return lengths.flatMap((length, index): TakeSentence[] => {
    const startSample = endSample
    endSample += length
    return length > 0 ? [{ text: plan[index] ?? '', startSample, endSample }] : []
  })
}
