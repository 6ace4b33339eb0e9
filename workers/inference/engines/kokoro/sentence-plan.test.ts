import { describe, expect, it } from 'vitest'
import { planSentences } from './sentence-plan'
import { MAX_PHONEME_IDS } from './vocabulary'

/** One phoneme per letter, nothing for the rest. */
const spell = (text: string) => Promise.resolve(text.toLowerCase().replace(/[^a-z ]/g, ''))
const checkpoint = () => Promise.resolve()
const options = { language: 'en-US', speed: 1, phonemize: spell, checkpoint }

describe('planning a reading', () => {
  it('stops where the checkpoint throws', async () => {
    const stop = () => Promise.reject(new Error('stop'))
    await expect(planSentences('One. Two.', { ...options, checkpoint: stop })).rejects.toThrow('stop')
  })

  it('leaves out what has no sound', async () => {
    expect(await planSentences('Hi. 12345.', options)).toHaveLength(1)
  })

  it('never exceeds the context of the network, and drops nothing', async () => {
    const letters = 'a'.repeat(3 * MAX_PHONEME_IDS)
    const plan = await planSentences(letters, options)
    for (const { ids } of plan) expect(ids.length).toBeLessThanOrEqual(MAX_PHONEME_IDS)
    expect(plan.reduce((sum, { ids }) => sum + ids.length, 0)).toBe(letters.length)
  })

  it('pauses longer after a paragraph than after a sentence', async () => {
    const [first, second, third] = await planSentences('One. Two.\n\nThree.', options)
    expect(second!.pauseSeconds).toBeGreaterThan(first!.pauseSeconds)
    expect(third!.pauseSeconds).toBe(second!.pauseSeconds)
  })

  it('expects half the length at twice the pace', async () => {
    const [normal] = await planSentences('A steady sentence.', options)
    const [fast] = await planSentences('A steady sentence.', { ...options, speed: 2 })
    expect(fast!.estimatedSeconds).toBeCloseTo(normal!.estimatedSeconds / 2, 9)
  })

  it('asks for the accent of the language', async () => {
    const accents: string[] = []
    const phonemize = (text: string, accent: string) => {
      accents.push(accent)
      return spell(text)
    }
    await planSentences('One.', { ...options, language: 'en-GB', phonemize })
    await planSentences('One.', { ...options, phonemize })
    expect(accents).toEqual(['british', 'american'])
  })
})
