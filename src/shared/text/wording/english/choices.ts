import type { ChoiceReason, SentenceChoice, TakeSentence } from '../../../protocol/take-check'

/** Ends a sentence that begins with "Version 2 was kept". */
const reasons: Readonly<Record<ChoiceReason, string>> = {
  findings: 'it has the fewest faults',
  words: 'the fewest of its words were heard differently',
  similarity: 'of those that are equally right, it is the closest to the voice, by the ear that chooses',
  none: 'no other one is better',
}

/** Which of several candidates for a sentence was kept, and why. */
export function choiceWording({ readings: candidates, kept, reason }: SentenceChoice): string {
  const faulty = candidates.every(({ findings }) => findings.length > 0) ? ', though none is without fault' : ''
  return `Spoken ${timesWording(candidates.length)}. Version ${kept + 1} was kept: ${reasons[reason]}${faulty}.`
}

/** What came of choosing among several candidates, in one or two sentences; null where there was nothing to choose from. */
export function choicesSummary(sentences: readonly TakeSentence[]): string | null {
  const choices = sentences.flatMap(({ choice }) => (choice ? [choice] : []))
  if (choices.length === 0) return null
  const counts = choices.map(({ readings }) => readings.length)
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
  const times = fewest === most ? timesWording(most) : `${fewest} to ${most} times`
  const others = choices.filter(({ kept }) => kept > 0).length
  const kept = others === 0 ? 'the first version was the best each time' : `a version other than the first was better for ${others} of ${choices.length}`
  const failed = choices.filter(({ readings }) => readings.every(({ findings }) => findings.length > 0)).length
  const faults = failed === 0 ? '' : ` For ${failed === 1 ? 'one of them' : `${failed} of them`}, no version was without fault; the best was kept.`
  return `Every sentence was spoken ${times}; ${kept}.${faults}`
}

function timesWording(count: number): string {
  return count === 2 ? 'twice' : `${count} times`
}
