import type { ChoiceReason, SentenceChoice, TakeSentence } from '../../../protocol/take-check'

/** Ends a sentence that begins with "Reading 2 was kept". */
const reasons: Readonly<Record<ChoiceReason, string>> = {
  findings: 'it has the fewest faults',
  words: 'fewest of its words were heard differently',
  similarity: 'of those that are equally right, it is the nearest to the voice',
  none: 'no other is better',
}

/** Which of several readings of a sentence was kept, and why. */
export function choiceWording({ readings, kept, reason }: SentenceChoice): string {
  const faulty = readings.every(({ findings }) => findings.length > 0) ? ', though none is without fault' : ''
  return `Read ${readings.length} times. Reading ${kept + 1} was kept: ${reasons[reason]}${faulty}.`
}

/** What came of choosing among several readings, in one or two sentences; null where there was nothing to choose from. */
export function choicesSummary(sentences: readonly TakeSentence[]): string | null {
  const choices = sentences.flatMap(({ choice }) => (choice ? [choice] : []))
  if (choices.length === 0) return null
  const counts = choices.map(({ readings }) => readings.length)
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
  const times = fewest === most ? `${most} times` : `${fewest} to ${most} times`
  const others = choices.filter(({ kept }) => kept > 0).length
  const kept = others === 0 ? 'the first reading was the best each time' : `another reading than the first was better for ${others} of ${choices.length}`
  const failed = choices.filter(({ readings }) => readings.every(({ findings }) => findings.length > 0)).length
  const faults = failed === 0 ? '' : ` No reading of ${failed === 1 ? 'one of them' : `${failed} of them`} was without fault; the best was kept.`
  return `Every sentence was read ${times}; ${kept}.${faults}`
}
