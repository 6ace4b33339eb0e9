import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseBundle } from './bundle'

const published = JSON.parse(readFileSync('e2e/fixtures/pocket-tiny/bundle.json', 'utf8')) as Record<string, unknown>
const file = (value: unknown) => Uint8Array.from(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))).buffer

describe('bundle.json', () => {
  it.each([
    ['a truncated file', JSON.stringify(published).slice(0, -10)],
    ['an HTML page', '<!doctype html>'],
    ['another schema version', { ...published, schema_version: 1 }],
    ['no states', { ...published, flow_lm_state_manifest: [] }],
    ['an unknown element type', { ...published, mimi_state_manifest: [{ ...(published['mimi_state_manifest'] as object[])[0], dtype: 'float16' }] }],
    ['a missing size', { ...published, conditioning_dim: undefined }],
  ])('is refused as invalid: %s', (_, content) => {
    expect(() => parseBundle(file(content))).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })

  it('names the place of a fault', () => {
    expect(() => parseBundle(file({ ...published, sample_rate: 'fast' }))).toThrow(/sample_rate/)
  })

  it('tells the sizes and every carried state', () => {
    const bundle = parseBundle(file(published))
    expect(bundle).toMatchObject({ sample_rate: 24_000, samples_per_frame: 1920, latent_dim: 32, max_token_per_chunk: 50 })
    expect(bundle.flow_lm_state_manifest).toHaveLength(6)
    expect(bundle.mimi_state_manifest).toHaveLength(56)
  })
})
