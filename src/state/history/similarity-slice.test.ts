import { beforeEach, expect, it, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, held, SAMPLE_RATE, testVoice, type FakeServices } from '#testing/state/fake-services'

const voice = { ...testVoice('ada'), transcript: null }
/** Unit vectors at 60 degrees: their cosine is a half. */
const spoken = Float32Array.of(1, 0)
const recorded = Float32Array.of(0.5, Math.sqrt(0.75))
let services: FakeServices
let store: StoreApi<AppState>

async function startedStore(options: Parameters<typeof createFakeServices>[0] = {}): Promise<void> {
  services = createFakeServices({ voices: [voice], ...options })
  services.analysis.voices = [spoken, recorded]
  store = createAppStore(services)
  await store.getState().start()
  store.getState().setText('Good morning.')
}

/** Speaks for `seconds` and waits until the take is kept. */
async function speakTake(seconds = 2): Promise<void> {
  const before = services.kept.takes.length
  await store.getState().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(before + 1)
  services.inference.send({ type: 'plan', chunks: [{ text: 'Good morning.', estimatedSeconds: seconds }] })
  const samples = new Float32Array(seconds * SAMPLE_RATE).fill(0.1)
  services.inference.send({ type: 'audio', chunkIndex: 0, samples, endsChunk: true })
  services.inference.finish(samples.length, 1000)
  await expect.poll(() => services.kept.takes.length).toBeGreaterThan(before)
}

const told = () => store.getState().lastTake?.toldLikeness
const similarity = () => store.getState().lastTake?.similarity
const measured = () => expect.poll(() => similarity()).toBeDefined()

beforeEach(() => startedStore())

it('leaves the reading as it is when the encoder cannot be opened, and tells nobody but the state', async () => {
  services.analysis.failure = new MynaError('model-not-found', 'HTTP 404')
  await speakTake()
  await expect.poll(() => store.getState().similarityFailure?.error).toEqual({ code: 'model-not-found', detail: 'HTTP 404' })
  expect(store.getState().speakState.phase).toBe('done')
  expect(store.getState().notices).toEqual([])
  expect(similarity()).toBeUndefined()
})

it('does not compare a take of less than a second', async () => {
  await speakTake(0.9)
  expect(services.analysis.requests).toEqual([])
})

it('tells how close it is by another ear than the one that chooses', async () => {
  services.analysis.toldVoices = [Float32Array.of(1, 0), Float32Array.of(0.8, 0.6)]
  await speakTake()
  await measured()
  expect(told()).toBeCloseTo(0.8, 6)
  expect(similarity()).toBeCloseTo(0.5, 6)
})

it('does not compare a take whose voice is gone', async () => {
  await speakTake()
  await measured()
  await store.getState().deleteVoice('ada')
  await store.getState().measureSimilarity(store.getState().currentTakeId!)
  expect(services.analysis.requests).toHaveLength(2)
})

it('gives way to the next reading', async () => {
  const comparing = held<Float32Array>()
  services.analysis.embedSpeech = vi.fn(() => comparing.promise)
  await speakTake()
  const [first] = services.kept.takes
  await store.getState().speak()
  await store.getState().measureSimilarity(first!.id)
  comparing.resolve(spoken)
  await expect.poll(() => services.inference.requests).toHaveLength(2)
  expect(services.analysis.embedSpeech).toHaveBeenCalledTimes(1)
  expect(store.getState().takes[0]?.similarity).toBeUndefined()
})

it('keeps the cosine between reading and prompt with the take, in the history and in its details', async () => {
  await speakTake()
  await measured()
  expect(similarity()).toBeCloseTo(0.5, 6)
  expect(store.getState().takes[0]?.similarity).toBe(similarity())
  await expect.poll(() => services.kept.takes[0]?.similarity).toBe(similarity())
  const { blob } = store.getState().takeDetails(store.getState().currentTakeId!)
  expect(JSON.parse(await blob.text())).toMatchObject({ similarity: similarity() })
  expect(services.analysis.requests.map(({ samples }) => samples.length)).toEqual([2 * SAMPLE_RATE, 2 * SAMPLE_RATE])
})

it('listens to the prompt of a voice once', async () => {
  await speakTake()
  await measured()
  await speakTake()
  await measured()
  expect(services.analysis.requests).toHaveLength(3)
})

it('compares a take that could not be kept, and keeps nothing of it', async () => {
  services.disk.failure = new MynaError('storage-full')
  await store.getState().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(1)
  services.inference.sendChunks(2, 2)
  services.inference.finish(2 * SAMPLE_RATE, 1000)
  await measured()
  expect(similarity()).toBeCloseTo(0.5, 6)
  expect(services.kept.takes).toEqual([])
})

it('stays with a take that is checked afterwards', async () => {
  await startedStore({ transcriber: 'ready' })
  store.getState().setChecking({ checksReadings: false })
  await speakTake()
  await measured()
  const id = store.getState().currentTakeId!
  services.transcription.hears = ['Good morning']
  await store.getState().checkTake(id)
  expect(store.getState().lastTake).toMatchObject({ check: { packId: 'whisper' }, similarity: similarity() })
  expect(services.analysis.requests).toHaveLength(2)
})

it('is measured again where a check had a sentence spoken again', async () => {
  await startedStore({ transcriber: 'ready' })
  store.getState().setChecking({ checksReadings: false, retryLimit: 1 })
  await speakTake()
  await measured()
  const take = store.getState().lastTake!
  const varying = { ...take, toldLikeness: 0.2, engineId: 'pocket-tts', settings: { ...take.settings, temperature: 0.7 } } as const
  store.setState({ lastTake: varying, takes: [varying] })
  services.transcription.hears = ['nothing of the kind', 'Good morning']
  services.analysis.voices = [recorded]
  const checking = store.getState().checkTake(take.id)
  await expect.poll(() => services.inference.requests).toHaveLength(2)
  services.inference.sendChunks(1, 1)
  services.inference.finish(SAMPLE_RATE, 1000)
  await checking
  expect(told()).not.toBe(0.2)
  expect(services.kept.savedSamples.get(take.id)).toHaveLength(services.kept.takes[0]!.sampleCount)
  // What is heard now is the prompt itself.
  await expect.poll(() => similarity()).toBeCloseTo(1, 6)
})
