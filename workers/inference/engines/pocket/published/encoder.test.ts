import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, engineCall, readBundleFolder } from '#fixtures/bundle-context'
import { createRandom } from '../../../../../src/shared/audio/random'
import type { Session } from '../../../../runtime/session'
import { float32, floats } from '../../../../runtime/tensor'
import { parseBundle, type PocketBundle } from './bundle'
import { openGraph } from './graphs'
import { encodePrompt, encoderWindows } from './encoder'

describe('windows over a prompt', () => {
  it.each([1, 187, 188, 224, 225, 374, 375, 1000])('cover %i frames once, with 38 frames to look back at', (frames) => {
    let covered = 0
    for (const { firstFrame, frames: length, context } of encoderWindows(frames, 187)) {
      expect(firstFrame + context).toBe(covered)
      expect(context).toBe(covered === 0 ? 0 : 38)
      expect(length).toBeLessThanOrEqual(187)
      covered = firstFrame + length
    }
    expect(covered).toBe(frames)
  })
})

describe('encoding a prompt', () => {
  const context = bundleContext(readBundleFolder('e2e/fixtures/pocket-tiny'))
  let bundle: PocketBundle
  let session: Session

  beforeAll(async () => {
    bundle = parseBundle(await context.files.read('bundle.json'))
    session = await openGraph(context, 'mimi_encoder', bundle)
  })

  it('stops between two windows when it is cancelled', async () => {
    const controller = new AbortController()
    let runs = 0
    const counting: Session = { ...session, run: (feeds) => { runs++; controller.abort(); return session.run(feeds) } }
    await expect(encodePrompt(counting, new Float32Array(20 * 24_000), bundle, engineCall(controller.signal))).rejects.toMatchObject({ code: 'aborted' })
    expect(runs).toBe(1)
  })

  it('gives the same for a 20 s prompt in windows as for the whole of it', async () => {
    const random = createRandom(5)
    // Noise whose loudness and colour change, 20 s and a part of a frame.
    let smooth = 0
    const samples = Float32Array.from({ length: 20 * 24_000 + 700 }, (_, i) => {
      smooth += (0.05 + 0.4 * (Math.floor(i / 9000) % 3)) * (random.normal() - smooth)
      return 0.2 * smooth * (1 + Math.sin(i / 5000))
    })
    const windowed = await encodePrompt(session, samples, bundle, engineCall())
    const whole = floats((await session.run({ audio: float32(samples, [1, 1, samples.length]) }))['latents'])
    expect(windowed.length).toBe(251 * 64)
    expect(whole.length).toBe(251 * 64)
    const difference = windowed.reduce((largest, value, i) => Math.max(largest, Math.abs(value - whole[i]!)), 0)
    // Rounding of rotation angles at other positions: 2.4e-5 at full size; 32 frames of context would give 1.8e-3.
    expect(difference).toBeLessThan(2e-4)
    expect(Math.max(...whole)).toBeGreaterThan(1)
  })
})
