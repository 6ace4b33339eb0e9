import { describe, expect, it } from 'vitest'
import { planSentences } from './sentence-plan'
import { MAX_PHONEME_IDS } from './vocabulary'

/** One phoneme per letter, nothing for the rest. */
const spell = (text: string) => Promise.resolve(text.toLowerCase().replace(/[^a-z ]/g, ''))
const yieldPoint = () => Promise.resolve()
/** What was written without pauses. */
const said = (text: string) => [{ text, pauseSeconds: 0 }]
const options = { language: 'en-US', speed: 1, phonemize: spell, yieldPoint }

describe('planning a reading', () => {
  it('stops where the yield point throws', async () => {
    const stop = () => Promise.reject(new Error('stop'))
    await expect(planSentences(said('One. Two.'), { ...options, yieldPoint: stop })).rejects.toThrow('stop')
  })

  it('leaves out what has no sound', async () => {
    expect(await planSentences(said('Hi. 12345.'), options)).toHaveLength(1)
  })

  it('never exceeds the context of the network, and drops nothing', async () => {
    const letters = 'a'.repeat(3 * MAX_PHONEME_IDS)
    const plan = await planSentences(said(letters), options)
    for (const { ids } of plan) expect(ids.length).toBeLessThanOrEqual(MAX_PHONEME_IDS)
    expect(plan.reduce((sum, { ids }) => sum + ids.length, 0)).toBe(letters.length)
  })

  it('pauses longer after a paragraph than after a sentence', async () => {
    const [first, second, third] = await planSentences(said('One. Two.\n\nThree.'), options)
    expect(second!.pauseSeconds).toBeGreaterThan(first!.pauseSeconds)
    expect(third!.pauseSeconds).toBe(second!.pauseSeconds)
  })

  it('pauses as long as it was asked to, and expects that', async () => {
    const [usual] = await planSentences(said('One.'), options)
    const [first, second] = await planSentences([{ text: 'One.', pauseSeconds: 2 }, ...said('Two.')], options)
    expect(first!.pauseSeconds).toBe(2)
    expect(first!.estimatedSeconds - usual!.estimatedSeconds).toBeCloseTo(2 - usual!.pauseSeconds, 9)
    expect(second!.pauseSeconds).toBe(usual!.pauseSeconds)
  })

  it('leaves out a pause before the first word', async () => {
    expect(await planSentences([{ text: '', pauseSeconds: 2 }, ...said('One.')], options)).toEqual(
      await planSentences(said('One.'), options),
    )
  })

  it('expects half the length at twice the pace', async () => {
    const [normal] = await planSentences(said('A steady sentence.'), options)
    const [fast] = await planSentences(said('A steady sentence.'), { ...options, speed: 2 })
    expect(fast!.estimatedSeconds).toBeCloseTo(normal!.estimatedSeconds / 2, 9)
  })

  it('asks for the accent of the language', async () => {
    const accents: string[] = []
    const phonemize = (text: string, accent: string) => {
      accents.push(accent)
      return spell(text)
    }
    await planSentences(said('One.'), { ...options, language: 'en-GB', phonemize })
    await planSentences(said('One.'), { ...options, phonemize })
    expect(accents).toEqual(['british', 'american'])
  })
})
