import { describe, expect, it } from 'vitest'
import { choicesSummary, choiceWording } from './choices'
import type { SentenceChoice, SentenceCandidate } from '../../../protocol/take-check'

const fine: SentenceCandidate = { seed: 1, findings: [], wrongCount: 0, similarity: 0.5 }
const faulty: SentenceCandidate = { ...fine, findings: ['words-differ'], wrongCount: 3 }
const choice = (candidates: readonly SentenceCandidate[], kept: number, reason: SentenceChoice['reason'] = 'words'): SentenceChoice => ({ readings: candidates, kept, reason })
const sentence = (made?: SentenceChoice) => ({ text: 'x', startSample: 0, endSample: 1, ...(made && { choice: made }) })

describe('one choice', () => {
  it('names the kept version and the reason', () => {
    expect(choiceWording(choice([faulty, fine, fine], 1))).toBe('Spoken 3 times. Version 2 was kept: the fewest of its words were heard differently.')
  })

  it('says when no version is without fault', () => {
    expect(choiceWording(choice([faulty, faulty], 0, 'none'))).toBe('Spoken twice. Version 1 was kept: no other one is better, though none is without fault.')
  })
})

describe('all choices of a take', () => {
  it('are nothing to speak of where there were none', () => {
    expect(choicesSummary([sentence(), sentence()])).toBeNull()
  })

  it.each([
    [[choice([fine, fine], 0)], 'Every sentence was spoken twice; the first version was the best each time.'],
    [[choice([fine, fine], 1), choice([fine, fine], 0)], 'Every sentence was spoken twice; a version other than the first was better for 1 of 2.'],
    [[choice([faulty, faulty, faulty], 2), choice([fine, fine], 0)], 'Every sentence was spoken 2 to 3 times; a version other than the first was better for 1 of 2. For one of them, no version was without fault; the best was kept.'],
  ])('are counted %#', (choices, words) => {
    expect(choicesSummary(choices.map(sentence))).toBe(words)
  })
})
