import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest'
import { decodeAudioFile } from './decode-audio-file'

/** A browser whose decoder gives `channels`, and whose media element reads `metadataSeconds`. */
function stubBrowser(decoder: { channels: Float32Array[] } | { fails: Error }, metadataSeconds: number | null) {
  const decodeAudioData = vi.fn(() => {
    if ('fails' in decoder) return Promise.reject(decoder.fails)
    const { channels } = decoder
    return Promise.resolve({
      numberOfChannels: channels.length,
      sampleRate: 24_000,
      getChannelData: (channel: number) => channels[channel],
    })
  })
  vi.stubGlobal('OfflineAudioContext', class {
    readonly decodeAudioData = decodeAudioData
    constructor(_channels: number, _length: number, readonly sampleRate: number) {
      expect(sampleRate).toBe(24_000)
    }
  })
  vi.stubGlobal('Audio', class {
    onloadedmetadata: () => void = vi.fn()
    onerror: () => void = vi.fn()
    readonly duration = metadataSeconds
    readonly removeAttribute = vi.fn()
    set src(_address: string) {
      queueMicrotask(() => {
        if (metadataSeconds === null) this.onerror()
        else this.onloadedmetadata()
      })
    }
  })
  return decodeAudioData
}

const going = () => new AbortController().signal
const file = new Blob(['bytes'])

describe('decodeAudioFile', () => {
  let revoke: MockInstance<typeof URL.revokeObjectURL>
  beforeEach(() => { revoke = vi.spyOn(URL, 'revokeObjectURL') })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('calls what the browser cannot decode audio-undecodable', async () => {
    stubBrowser({ fails: new DOMException('Unable to decode', 'EncodingError') }, null)
    await expect(decodeAudioFile(file, going())).rejects.toMatchObject({ code: 'audio-undecodable', detail: 'Unable to decode' })
  })

  it('calls a file without sound audio-undecodable', async () => {
    stubBrowser({ channels: [new Float32Array(0)] }, 0)
    await expect(decodeAudioFile(file, going())).rejects.toMatchObject({ code: 'audio-undecodable' })
  })

  it('refuses more than half an hour without decoding them where the metadata tells', async () => {
    const decode = stubBrowser({ channels: [new Float32Array(1)] }, 1801)
    await expect(decodeAudioFile(file, going())).rejects.toMatchObject({ code: 'audio-too-long' })
    expect(decode).not.toHaveBeenCalled()
  })

  it.each([['says nothing', null], ['claims to be endless', Infinity]])(
    'refuses more than half an hour after decoding where the metadata %s',
    async (_, seconds) => {
      stubBrowser({ channels: [new Float32Array(1800 * 24_000 + 1)] }, seconds)
      await expect(decodeAudioFile(file, going())).rejects.toMatchObject({ code: 'audio-too-long' })
    },
  )

  it('refuses a file that is too large to be half an hour of anything', async () => {
    const decode = stubBrowser({ channels: [new Float32Array(1)] }, null)
    const huge = { size: 700_000_001 } as Blob
    await expect(decodeAudioFile(huge, going())).rejects.toMatchObject({ code: 'audio-too-long' })
    expect(decode).not.toHaveBeenCalled()
  })

  it('stops where it is asked to, before and after decoding', async () => {
    const decode = stubBrowser({ channels: [new Float32Array(9)] }, 1)
    await expect(decodeAudioFile(file, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' })
    expect(decode).not.toHaveBeenCalled()
    const controller = new AbortController()
    const pending = decodeAudioFile(file, controller.signal)
    controller.abort()
    await expect(pending).rejects.toMatchObject({ code: 'aborted' })
  })

  it('calls a file that went away audio-undecodable', async () => {
    stubBrowser({ channels: [new Float32Array(9)] }, 1)
    vi.spyOn(file, 'arrayBuffer').mockRejectedValueOnce(new DOMException('moved', 'NotReadableError'))
    await expect(decodeAudioFile(file, going())).rejects.toMatchObject({ code: 'audio-undecodable', detail: 'moved' })
  })

  it('mixes channels by their mean at 24 kHz and lets go of the file', async () => {
    stubBrowser({ channels: [Float32Array.of(1, 0.5), Float32Array.of(0, -0.5)] }, 1)
    expect(await decodeAudioFile(file, going())).toEqual({ samples: Float32Array.of(0.5, 0), sampleRate: 24_000 })
    expect(revoke).toHaveBeenCalledOnce()
  })
})
