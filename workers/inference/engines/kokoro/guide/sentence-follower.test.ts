import { expect, it } from 'vitest'
import { followSentences } from './sentence-follower'

it('names the word at which a recording has ended', async () => {
  const silence = { samples: new Float32Array(24_000), pitch: new Float32Array(80), energy: new Float32Array(80), silent: new Uint8Array(80).fill(1), cuts: [] }
  const plan = [{ text: '“Ask not.”', ids: [50, 51, 4], pauseSeconds: 0, estimatedSeconds: 1 }]
  const read = () => Promise.reject(new Error('nothing is left to be read for'))
  await expect(followSentences(plan, silence, read, () => Promise.resolve()).next()).rejects.toMatchObject({ code: 'guide-mismatch', detail: 'Ask' })
})
