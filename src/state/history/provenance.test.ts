// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { DEFAULT_SPEAK_SETTINGS } from '../../shared/protocol/engine'
import { takeProvenance } from './provenance'

const take = { engineName: 'Pocket & <Co> "TTS"', packId: 'pocket', settings: DEFAULT_SPEAK_SETTINGS, createdAt: '2026-03-04T05:06:07.000Z' }

it('writes XMP that a parser reads, whatever the engine is called', () => {
  const { info, xmp = '' } = takeProvenance(take)
  const parsed = new DOMParser().parseFromString(xmp, 'text/xml')
  expect(parsed.getElementsByTagName('rdf:li')[0]?.textContent).toBe(info?.['ICMT'])
  expect(info?.['ICMT']).toContain('Engine: Pocket & <Co> "TTS".')
})

it('gives the day, not the hour', () => {
  const { info, xmp } = takeProvenance(take)
  expect(info?.['ICRD']).toBe('2026-03-04')
  expect(xmp).not.toContain('05:06')
})
