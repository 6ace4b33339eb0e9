import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { starterFolder } from '../../../../scripts/app/fetch-starter-model'
import { engineCall, NODE_PACK_KEY, openStarterEngine, starterFiles } from '../../../../scripts/training/starter-engine'
import { measureVoice } from '../../../../src/shared/audio/voice-features'
import { DEFAULT_SPEAK_SETTINGS, type SpeakSettings } from '../../../../src/shared/protocol/engine'
import type { VoiceEngine } from '../voice-engine'
import { nearestStyles } from './style-blend'
import measuredStyles from './style-features.json'

const fetched = existsSync(join(starterFolder, 'model.onnx'))
const title = fetched ? 'the published model' : 'the published model (skipped: run npm run fetch-model first)'

describe.skipIf(!fetched)(title, { timeout: 240_000 }, () => {
  let engine: VoiceEngine
  beforeAll(async () => {
    engine = await openStarterEngine()
  }, 120_000)
  afterAll(() => engine.release())

  async function speak(text: string, style: string, settings: SpeakSettings = DEFAULT_SPEAK_SETTINGS): Promise<Float32Array> {
    const data = await starterFiles.read(`voices/${style}.bin`)
    const voice = { engineId: 'kokoro', packKey: NODE_PACK_KEY, format: 1, data, summary: style } as const
    const parts: number[][] = []
    for await (const event of engine.speak({ text, language: 'en-US', voice, settings }, engineCall())) {
      if (event.type === 'audio') parts.push(Array.from(event.samples))
    }
    return Float32Array.from(parts.flat())
  }

  describe('with other settings', () => {
    let normal: Float32Array
    beforeAll(async () => {
      normal = await speak('Good morning.', 'am_michael')
    }, 120_000)

    it('says the same samples again, whatever the seed: the graph draws no random numbers', async () => {
      expect(normal.length).toBeGreaterThan(12_000)
      expect(await speak('Good morning.', 'am_michael', { ...DEFAULT_SPEAK_SETTINGS, seed: 7 })).toEqual(normal)
    })

    it('speaks faster when asked to', async () => {
      const fast = await speak('Good morning.', 'am_michael', { ...DEFAULT_SPEAK_SETTINGS, speed: 1.5 })
      expect(fast.length).toBeLessThan(normal.length * 0.8)
    })
  })

  it.each(['am_michael', 'bf_emma'])('renders %s so that another text finds the style again', async (style) => {
    const samples = await speak('Seven hundred geese flew south across the valley.', style)
    const names = nearestStyles(measureVoice(samples, 24_000)!, measuredStyles).map(({ name }) => name)
    expect(names).toContain(style)
  })
})
