import { describe, expect, it } from 'vitest'

import { fileSources } from './sources'
import { samplePack } from '#testing/models/sample-pack'

const file = { path: 'voices/a.bin', remotePath: 'onnx/voice_a.bin', sizeBytes: null, sha256: null }

describe('the sources of a model file', () => {
  it('resolve relative ones against the app, by path, and absolute ones by remote path, in order', () => {
    const pack = samplePack([file], { sources: ['models/tiny', 'https://host.test/repo/rev/'] })
    expect(fileSources(pack, file, 'https://app.test/myna/index.html')).toEqual([
      { url: 'https://app.test/myna/models/tiny/voices/a.bin', own: true },
      { url: 'https://host.test/repo/rev/onnx/voice_a.bin', own: false },
    ])
  })

  it('use the path everywhere where no remote path is given', () => {
    const plain = { path: 'a.bin', sizeBytes: null, sha256: null }
    const pack = samplePack([plain], { sources: ['https://host.test/'] })
    expect(fileSources(pack, plain, 'https://app.test/')).toEqual([{ url: 'https://host.test/a.bin', own: false }])
  })
})
