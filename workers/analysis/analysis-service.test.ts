import { expect, it, vi } from 'vitest'
import { MynaError } from '../../src/shared/protocol/errors'
import { createAnalysisService } from './analysis-service'
import type { SpeakerEncoder } from '../speaker-encoder/speaker-encoder'

const nothing = () => Promise.reject(new MynaError('model-not-found'))
const withEncoder = (openEncoder: () => Promise<SpeakerEncoder>) =>
  createAnalysisService({ openEncoder, openSecondEar: nothing, openDetector: nothing, openSuppressor: nothing })

const request = { samples: new Float32Array(48_000), sampleRate: 24_000 }
const voice = Float32Array.of(0.6, 0.8)

it('answers with the reason when the encoder cannot be opened, and tries again the next time', async () => {
  const open = vi.fn<() => Promise<SpeakerEncoder>>()
  open.mockRejectedValueOnce(new MynaError('model-not-found', 'speaker-encoder.onnx: HTTP 404'))
  open.mockResolvedValueOnce({ embed: () => Promise.resolve(voice) })
  const service = withEncoder(open)
  expect(await service.embedSpeech(request)).toMatchObject({ ok: false, error: { code: 'model-not-found' } })
  expect(await service.embedSpeech(request)).toEqual({ ok: true, value: voice })
})

it('continues after a recording that the encoder refuses', async () => {
  const embed = vi.fn<SpeakerEncoder['embed']>()
  embed.mockRejectedValueOnce(new MynaError('prompt-too-short'))
  embed.mockResolvedValueOnce(voice)
  const service = withEncoder(() => Promise.resolve({ embed }))
  expect(await service.embedSpeech(request)).toMatchObject({ ok: false, error: { code: 'prompt-too-short' } })
  expect(await service.embedSpeech(request)).toEqual({ ok: true, value: voice })
})

it('says that a rate which is none cannot be used', async () => {
  const service = withEncoder(() => Promise.resolve({ embed: () => Promise.resolve(voice) }))
  expect(await service.embedSpeech({ ...request, sampleRate: 0 })).toMatchObject({ ok: false, error: { code: 'inference-failed' } })
})

it('opens one encoder, brings recordings to its rate and hears one at a time', async () => {
  const log: string[] = []
  const open = vi.fn<() => Promise<SpeakerEncoder>>().mockResolvedValue({
    async embed(samples) {
      log.push(`begin ${samples.length}`)
      await new Promise((resolve) => setTimeout(resolve))
      log.push('end')
      return voice
    },
  })
  const service = withEncoder(open)
  await Promise.all([service.embedSpeech(request), service.embedSpeech({ ...request, sampleRate: 48_000 })])
  expect(log).toEqual(['begin 32000', 'end', 'begin 16000', 'end'])
  expect(open).toHaveBeenCalledTimes(1)
})

it('brings sound to the detector at its rate, and the detector is its own failure', async () => {
  const lengths: number[] = []
  const service = createAnalysisService({
    openEncoder: nothing,
    openSecondEar: nothing,
    openDetector: () =>
      Promise.resolve({
        probabilities: (samples) => {
          lengths.push(samples.length)
          return Promise.resolve(Float32Array.of(1))
        },
      }),
    openSuppressor: nothing,
  })
  expect(await service.embedSpeech(request)).toMatchObject({ ok: false, error: { code: 'model-not-found' } })
  expect(await service.findSpeech(request)).toEqual({ ok: true, value: Float32Array.of(1) })
  expect(lengths).toEqual([32_000])
})

it('brings sound to the suppressor at its rate and back', async () => {
  const lengths: number[] = []
  const suppress = (samples: Float32Array) => {
    lengths.push(samples.length)
    return new Float32Array(samples)
  }
  const service = createAnalysisService({ openEncoder: nothing, openSecondEar: nothing, openDetector: nothing, openSuppressor: () => Promise.resolve({ suppress }) })
  expect(await service.suppressNoise(request)).toMatchObject({ ok: true, value: { length: 48_000 } })
  expect(lengths).toEqual([96_000])
})

it('hears with the other ear, at its rate, and opens it once', async () => {
  const heard: number[] = []
  const open = vi.fn(() => Promise.resolve({ hear: ({ length }: Float32Array) => (heard.push(length), voice) }))
  const service = createAnalysisService({ openEncoder: nothing, openSecondEar: open, openDetector: nothing, openSuppressor: nothing })
  expect(await service.hearVoice(request)).toEqual({ ok: true, value: voice })
  await service.hearVoice(request)
  expect(heard).toEqual([32_000, 32_000])
  expect(open).toHaveBeenCalledOnce()
})
