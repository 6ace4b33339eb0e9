// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { SentenceCandidate } from '../../shared/protocol/take-check'
import { ChosenCandidates } from './chosen-candidates'

afterEach(cleanup)

const candidate: SentenceCandidate = { seed: 1, findings: [], wrongCount: 0, similarity: 0.4 }
const sentence = { text: 'One two.', startSample: 0, endSample: 9 }

it('shows nothing where there was nothing to choose from', () => {
  const { container } = render(<ChosenCandidates sentences={[sentence]} />)
  expect(container.textContent).toBe('')
})

it('says what came of the choice, and on request why each version was kept', () => {
  const choice = { readings: [candidate, { ...candidate, similarity: 0.6 }], kept: 1, reason: 'similarity' as const }
  render(<ChosenCandidates sentences={[{ ...sentence, choice }]} />)
  expect(screen.getByText('Every sentence was spoken twice; a version other than the first was better for 1 of 1.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Which versions were kept' }))
  expect(screen.getByRole('listitem').textContent).toMatch(/^“One two.” Spoken twice. Version 2 was kept: .* closest to the voice, by the ear that chooses\.$/)
})
