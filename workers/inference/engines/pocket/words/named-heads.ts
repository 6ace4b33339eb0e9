import type { TextHead } from '../language-model/text-attention'

/** Layer and head, in the order of what they are worth. */
type Heads = readonly (readonly [layer: number, head: number])[]

const [english, english24, small18, small7] = [[[3, 8], [2, 0]], [[14, 10], [17, 11], [15, 4]], [[2, 7], [3, 4]], [[2, 7], [2, 5]]] as const satisfies readonly Heads[]

/**
 * The heads that follow the text, by the names that Kyutai gives its configurations, with hyphens. From the configurations of
 * `pocket-tts-timestamped` 1.4.0 (dpm63, MIT), which measured the times of their words at 39 to 71 ms from a forced alignment.
 */
const NAMED: Readonly<Record<string, Heads>> = {
  'english-2026-01': english,
  'english-2026-04': english,
  'english-2026-04-24l': english24,
  'english-2026-09': english,
  'english-2026-09-2': english,
  'english-2026-09-24l': english24,
  'english-drifting-26-09': [[2, 15]],
  'english-18m-2026-10': small18,
  'english-18m-refl-2026-10': small18,
  'english-7m-2026-10': small7,
  'english-7m-refl-2026-10': small7,
  'english-2m-2026-10': [[5, 2], [2, 2], [2, 0], [3, 0]],
  'english-2m-refl-2026-10': [[5, 2], [2, 2]],
  dutch: [[4, 5], [3, 9], [3, 14], [2, 0]],
  'dutch-24l': [[17, 13], [17, 11]],
  french: [[3, 9]],
  'french-24l': [[17, 13], [16, 9], [18, 5], [17, 11]],
  german: [[3, 14], [3, 9], [3, 10]],
  'german-24l': [[17, 11], [15, 4]],
  italian: [[3, 9], [4, 5], [3, 10]],
  'italian-24l': [[17, 13], [13, 10], [18, 5], [14, 10]],
  portuguese: [[3, 9], [4, 2], [4, 5], [3, 14], [3, 4]],
  'portuguese-24l': [[17, 13], [18, 1], [20, 12]],
  spanish: [[3, 9], [4, 2], [4, 5], [3, 10]],
  'spanish-24l': [[17, 13], [17, 11], [18, 1]],
}

/** The heads that are known of a pack's model, by the name in its id ("pocket-tts-french-24l-int8"); none where it is not in the list. */
export function namedHeads(packId: string): readonly TextHead[] {
  const plain = `-${packId.toLowerCase().replaceAll('_', '-')}-`
  const [name] = Object.keys(NAMED).filter((known) => plain.includes(`-${known}-`)).sort((a, b) => b.length - a.length)
  return name === undefined ? [] : (NAMED[name] ?? []).map(([layer, head]) => ({ layer, head }))
}
