import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { parseManifest } from './manifest'
import { samplePack } from '#testing/models/sample-pack'

const file = { path: 'model.onnx', sizeBytes: 1, sha256: 'a'.repeat(64) }
const manifest = (...packs: unknown[]) => ({ version: 1, packs })

describe('the model manifest', () => {
  it.each([
    ['is a web page', '<!doctype html>', 'manifest'],
    ['has another version', { version: 2, packs: [samplePack([file])] }, 'version'],
    ['has a hash in upper case', manifest(samplePack([{ ...file, sha256: 'A'.repeat(64) }])), 'packs.0.files.0.sha256'],
    ['names no source', manifest(samplePack([file], { sources: [] })), 'packs.0.sources'],
    ['has an unknown field', manifest({ ...samplePack([file]), sise: 1 }), 'packs.0.sise'],
    ['lists a pack twice', manifest(samplePack([file]), samplePack([file])), 'packs.1.id'],
    ['lists a path twice', manifest(samplePack([file, file])), 'packs.0.files'],
    ['climbs out of its folder', manifest(samplePack([{ ...file, path: '../secret' }])), 'packs.0.files'],
    ['has an absolute path', manifest(samplePack([{ ...file, path: '/model.onnx' }])), 'packs.0.files'],
    ["takes an id of the person's own files", manifest(samplePack([file], { id: 'local-1' })), 'packs.0.id'],
  ])('is refused at the right place when it %s', (_, input, at) => {
    expect(() => parseManifest(input)).toThrow(`manifest-invalid: ${at}: `)
  })

  it('that the app ships is valid', () => {
    const shipped: unknown = JSON.parse(readFileSync('public/model-manifest.json', 'utf8'))
    expect(parseManifest(shipped).packs.length).toBeGreaterThan(0)
  })
})
