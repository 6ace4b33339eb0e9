import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFileProblem } from './model-file-check'

// FIPS 180-2, appendix B.1: the SHA-256 of "abc".
const abc = { path: 'abc', sizeBytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' }

describe('a model file against the manifest', () => {
  let folder = ''
  let path = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'myna-model-file-'))
    path = join(folder, 'abc')
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('reports a missing file', async () => {
    expect(await findFileProblem(path, abc)).toBe('missing')
  })

  it('reports a folder in its place as missing', async () => {
    expect(await findFileProblem(folder, abc)).toBe('missing')
  })

  it('reports a truncated file by its size', async () => {
    await writeFile(path, 'ab')
    expect(await findFileProblem(path, abc)).toBe('2 bytes instead of 3')
  })

  it('reports one wrong byte', async () => {
    await writeFile(path, 'abd')
    expect(await findFileProblem(path, abc)).toMatch(/^SHA-256 [0-9a-f]{64} instead of ba7816bf/)
  })

  it('finds nothing wrong with the published bytes', async () => {
    await writeFile(path, 'abc')
    expect(await findFileProblem(path, abc)).toBeNull()
  })

  it('compares only what is known', async () => {
    await writeFile(path, 'abd')
    expect(await findFileProblem(path, { ...abc, sha256: null })).toBeNull()
    expect(await findFileProblem(path, { ...abc, sizeBytes: null, sha256: null })).toBeNull()
  })
})
