import { describe, expect, it } from 'vitest'
import type { PackCost, PackStatus } from '../../shared/protocol/model-pack'
import { testPack } from '#testing/state/fake-services'
import { recommendPack, timesSpeech } from './pack-speed'

const speed = { rounded: 20e9, float: 24e9 }
const large: PackCost = { downloadBytes: 165e6, memoryBytes: 450e6, roundedWork: 1.07e9, floatWork: 3.28e9 }
const small: PackCost = { downloadBytes: 12e6, memoryBytes: 150e6, roundedWork: 9e6, floatWork: 375e6 }
const phone = { rounded: 2e9, float: 2.4e9 }

const status = (id: string, cost: PackCost, languages = ['en']): PackStatus => ({
  pack: { ...testPack, id, engine: 'pocket-tts', languages, cost }, totalBytes: null, state: { phase: 'absent', receivedBytes: 0 },
})
const packs = [status('large', large), status('older', large), status('small', small), status('german', small, ['de'])]
const on = (device: Partial<Parameters<typeof recommendPack>[2]>, language = 'en-US') => recommendPack(packs, language, { speed, cores: 2, memoryBytes: null, ...device })

describe('how fast a pack speaks', () => {
  it('is told by its slower half where both have a core, by their sum where they share one', () => {
    expect(timesSpeech(large, speed, 2)).toBeCloseTo(24 / 3.28 / 1.25, 5)
    expect(timesSpeech(large, speed, 1)).toBeCloseTo(1 / (1.25 * (1.07 / 20 + 3.28 / 24)), 5)
  })
})

describe('the pack that suits a device', () => {
  it('is the largest that speaks twice as fast as it is heard, the first of equals', () => {
    expect(on({})).toEqual({ packId: 'large', isLightest: false })
  })

  it('is a small one on a slow phone, and where there is little memory', () => {
    expect(on({ speed: phone })).toEqual({ packId: 'small', isLightest: false })
    expect(on({ memoryBytes: 2 ** 31 })).toEqual({ packId: 'small', isLightest: false })
  })

  it('is the lightest where nothing is fast enough', () => {
    expect(on({ speed: { rounded: 1e8, float: 1e8 } })).toEqual({ packId: 'small', isLightest: true })
  })

  it('speaks the language, or is none', () => {
    expect(on({}, 'de-DE')).toEqual({ packId: 'german', isLightest: false })
    expect(on({}, 'fr')).toBeNull()
  })
})
