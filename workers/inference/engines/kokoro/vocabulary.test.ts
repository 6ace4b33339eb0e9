import { describe, expect, it } from 'vitest'
import { phonemeIds, withBoundaries } from './vocabulary'

describe('phoneme ids', () => {
  it('gives none for nothing', () => {
    expect(phonemeIds('')).toEqual([])
    expect(withBoundaries([])).toEqual([0, 0])
  })

  it('leaves out signs that the model does not know', () => {
    expect(phonemeIds('a♪🙂b')).toEqual(phonemeIds('ab'))
  })

  // Spot checks against tokenizer.json of the published model.
  it('follows the published table', () => {
    expect(phonemeIds('həlˈO, wˈɜɹld!')).toEqual([50, 83, 54, 156, 31, 3, 16, 65, 156, 87, 123, 54, 46, 5])
    expect(phonemeIds(';$ᵻ')).toEqual([1, 177])
  })

  it('stands between two boundaries', () => {
    expect(withBoundaries([50, 83])).toEqual([0, 50, 83, 0])
  })
})
