// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { DEFAULT_SPEAK_SETTINGS } from '../../shared/protocol/engine'
import { soundProvenance } from './provenance'

const take = { engineName: 'Pocket & <Co> "TTS"', packId: 'pocket', settings: DEFAULT_SPEAK_SETTINGS, createdAt: '2026-03-04T05:06:07.000Z' }

it('writes XMP that a parser reads, whatever the engine is called', () => {
  const { statement, xmp } = soundProvenance([take])
  const parsed = new DOMParser().parseFromString(xmp, 'text/xml')
  expect(parsed.getElementsByTagName('rdf:li')[0]?.textContent).toBe(statement)
  expect(statement).toContain('Engine: Pocket & <Co> "TTS".')
})

it('gives the day, not the hour', () => {
  const { day, xmp } = soundProvenance([take])
  expect(day).toBe('2026-03-04')
  expect(xmp).not.toContain('05:06')
})

it('names every engine of several takes once, and no seed', () => {
  const { statement, day } = soundProvenance([take, { ...take, engineName: 'Kokoro', packId: 'starter', createdAt: '2026-05-06T00:00:00.000Z' }, take])
  expect(statement).toBe('Synthetic speech, not a recording of a person. Made with: Pocket & <Co> "TTS" (pocket), Kokoro (starter).')
  expect(day).toBe('2026-05-06')
})
