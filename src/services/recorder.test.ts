import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rmsOf } from '../shared/audio/levels'
import { decodeWav } from '../shared/audio/wav'
import { MynaError } from '../shared/protocol/errors'
import type { OpenCapture } from './capture'
import { createRecorder } from './recorder'

class FakeTrack extends EventTarget {
  readonly label = 'Desk microphone'
  stopped = false
  readonly stop = vi.fn(() => { this.stopped = true })
  constructor(private readonly settings: MediaTrackSettings) {
    super()
  }
  getSettings(): MediaTrackSettings {
    return this.settings
  }
}

const noProcessing = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }

/** A browser with microphones, and a worklet that is played by hand. */
function makeRig(settings: MediaTrackSettings = { ...noProcessing, sampleRate: 48_000, channelCount: 2 }) {
  const track = new FakeTrack(settings)
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] }
  const getUserMedia = vi.fn<(constraints: MediaStreamConstraints) => Promise<unknown>>(() => Promise.resolve(stream))
  const enumerateDevices = vi.fn(() => Promise.resolve([
    { kind: 'audioinput', deviceId: 'a', label: 'Desk microphone' },
    { kind: 'videoinput', deviceId: 'v', label: 'Camera' },
  ]))
  const audioSession = { type: 'auto' }
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia, enumerateDevices }, audioSession })

  const capture = { sampleRate: 48_000, flush: vi.fn(() => Promise.resolve()), close: vi.fn(() => Promise.resolve()) }
  let tap: Parameters<OpenCapture>
  const openCapture: OpenCapture = vi.fn((...options: Parameters<OpenCapture>) => {
    tap = options
    return Promise.resolve(capture)
  })
  const decode = vi.fn((encoded: ArrayBuffer) => Promise.resolve({ ...decodeWav(encoded), decoded: true }))
  const give = (...samples: number[]) => {
    tap[1]({ type: 'batch', channels: [Float32Array.from(samples)], peak: 0.5, rms: 0.25 }, 48_000)
  }
  const giveTwo = (left: Float32Array, right: Float32Array) => {
    tap[1]({ type: 'batch', channels: [left, right], peak: 0.5, rms: 0.25 }, 48_000)
  }
  return {
    recorder: createRecorder({ openCapture, decode }),
    ...{ track, getUserMedia, enumerateDevices, capture, openCapture: vi.mocked(openCapture), decode, give, giveTwo, audioSession },
  }
}

describe('recorder', () => {
  let rig: ReturnType<typeof makeRig>
  beforeEach(() => { rig = makeRig() })
  afterEach(() => { vi.unstubAllGlobals() })

  it('rejects with microphone-denied when the person says no, and can try again', async () => {
    rig.getUserMedia.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'))
    await expect(rig.recorder.start(null, vi.fn())).rejects.toMatchObject({ code: 'microphone-denied' })
    expect(rig.audioSession.type).toBe('auto')
    await expect(rig.recorder.start(null, vi.fn())).resolves.toMatchObject({ sampleRate: 48_000 })
  })

  it('rejects with microphone-failed where the page may not use devices at all', async () => {
    vi.stubGlobal('navigator', {})
    await expect(rig.recorder.start(null, vi.fn())).rejects.toMatchObject({ code: 'microphone-failed' })
    await expect(rig.recorder.microphones()).rejects.toMatchObject({ code: 'microphone-failed' })
  })

  it('rejects with microphone-missing when no input is listed', async () => {
    rig.enumerateDevices.mockResolvedValue([])
    rig.getUserMedia.mockRejectedValue(new DOMException('none', 'NotFoundError'))
    await expect(rig.recorder.microphones()).rejects.toMatchObject({ code: 'microphone-missing' })
  })

  it('closes the microphone when capture cannot start', async () => {
    rig.openCapture.mockRejectedValueOnce(new MynaError('microphone-failed', 'no worklet'))
    await expect(rig.recorder.start(null, vi.fn())).rejects.toMatchObject({ detail: 'no worklet' })
    expect(rig.track.stopped).toBe(true)
  })

  it('closes the microphone when the last batch cannot be had', async () => {
    await rig.recorder.start(null, vi.fn())
    rig.capture.flush.mockRejectedValueOnce(new Error('gone'))
    await expect(rig.recorder.stop()).rejects.toThrow('gone')
    expect(rig.track.stopped).toBe(true)
    expect(rig.capture.close).toHaveBeenCalledOnce()
  })

  it('refuses a second recording beside the first, also while that one is asking', async () => {
    const first = rig.recorder.start(null, vi.fn())
    await expect(rig.recorder.start(null, vi.fn())).rejects.toMatchObject({ code: 'microphone-failed' })
    await first
    await expect(rig.recorder.start(null, vi.fn())).rejects.toMatchObject({ code: 'microphone-failed' })
    expect(rig.getUserMedia).toHaveBeenCalledOnce()
  })

  it('says so when nothing was recorded', async () => {
    await expect(rig.recorder.stop()).rejects.toMatchObject({ code: 'microphone-failed' })
    await rig.recorder.start(null, vi.fn())
    await expect(rig.recorder.stop()).rejects.toMatchObject({ code: 'microphone-failed' })
  })

  it('tells once that the microphone went away and keeps what came before', async () => {
    const onInterrupted = vi.fn()
    await rig.recorder.start(null, vi.fn(), onInterrupted)
    rig.give(0.5, -0.5)
    rig.track.dispatchEvent(new Event('ended'))
    rig.track.dispatchEvent(new Event('ended'))
    expect(onInterrupted).toHaveBeenCalledExactlyOnceWith({ code: 'microphone-failed', detail: 'the microphone went away' })
    expect([...(await rig.recorder.stop()).samples]).toEqual([0.5, -0.5])
  })

  it('asks for the chosen device without processing and without a sample rate', async () => {
    await rig.recorder.start('a', vi.fn())
    expect(rig.getUserMedia).toHaveBeenCalledExactlyOnceWith({ audio: { deviceId: { exact: 'a' }, ...noProcessing } })
    expect(rig.audioSession.type).toBe('play-and-record')
  })

  it('tells what the browser really does, processing left on included', async () => {
    rig = makeRig({ sampleRate: 16_000, channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true })
    expect(await rig.recorder.start(null, vi.fn())).toEqual({
      sampleRate: 16_000,
      channelCount: 1,
      processingLeftOn: ['noiseSuppression', 'autoGainControl'],
      label: 'Desk microphone',
    })
  })

  it('reports levels with the seconds recorded so far', async () => {
    const onLevel = vi.fn()
    await rig.recorder.start(null, onLevel)
    rig.give(...new Array<number>(2400).fill(0))
    rig.give(...new Array<number>(2400).fill(0))
    expect(onLevel.mock.calls).toEqual([[{ peak: 0.5, rms: 0.25, seconds: 0.05 }], [{ peak: 0.5, rms: 0.25, seconds: 0.1 }]])
  })

  it('hands every sample, bit for bit and at the rate of the device, to the decoder', async () => {
    await rig.recorder.start(null, vi.fn())
    rig.give(0.1, 0.2)
    rig.capture.flush.mockImplementationOnce(() => {
      rig.give(0.3)
      return Promise.resolve()
    })
    const prompt = await rig.recorder.stop()
    expect(prompt).toEqual({ samples: Float32Array.of(0.1, 0.2, 0.3), sampleRate: 48_000, decoded: true })
    expect(rig.track.stopped).toBe(true)
    expect(rig.audioSession.type).toBe('auto')
  })

  it.each([
    ['a microphone whose sides are opposite', (left: Float32Array) => left.map((sample) => -sample), 1],
    ['a microphone of which one side is silent', (left: Float32Array) => new Float32Array(left.length), 1],
    ['the same on both sides', (left: Float32Array) => left.slice(), 1],
  ])('%s: the voice is heard as loud as it is', async (_, rightOf, share) => {
    await rig.recorder.start(null, vi.fn())
    // Half a second of voice, half a second of rest, three times.
    const left = Float32Array.from({ length: 144_000 }, (_sample, i) => (Math.floor(i / 24_000) % 2 === 0 ? 0.4 * Math.sin(i / 40) : 0.0005 * Math.sin(i)))
    rig.giveTwo(left, rightOf(left))
    const { samples } = await rig.recorder.stop()
    expect(samples).toHaveLength(left.length)
    expect(rmsOf(samples) / rmsOf(left)).toBeCloseTo(share, 2)
  })

  it('throws a cancelled recording away and is free again', async () => {
    await rig.recorder.start(null, vi.fn())
    rig.give(0.1)
    await rig.recorder.cancel()
    await rig.recorder.cancel()
    expect(rig.track.stopped).toBe(true)
    expect(rig.decode).not.toHaveBeenCalled()
    await expect(rig.recorder.start(null, vi.fn())).resolves.toBeDefined()
  })

  it('lists inputs only, asking for permission when their names are kept back', async () => {
    rig.enumerateDevices.mockResolvedValueOnce([{ kind: 'audioinput', deviceId: '', label: '' }])
    expect(await rig.recorder.microphones()).toEqual([{ deviceId: 'a', label: 'Desk microphone' }])
    expect(rig.track.stopped).toBe(true)
    rig.getUserMedia.mockClear()
    await rig.recorder.microphones()
    expect(rig.getUserMedia).not.toHaveBeenCalled()
  })
})
