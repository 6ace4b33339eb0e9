import { beforeEach, describe, expect, it } from 'vitest'
import type { LearnedStretch, LearningState, LearnRequest } from '../../shared/protocol/inference'
import type { PreparedVoice } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import { encodeWav16 } from '../../shared/audio/wav'
import { createAppStore } from '../create-app-store'
import { LESSON_STEPS } from './learning-verdict'
import { buzz, createFakeServices, SAMPLE_RATE, testVoice, type FakeServices } from '#testing/state/fake-services'

let services: FakeServices
let store: ReturnType<typeof createAppStore>

const ada = {
  ...testVoice('ada'),
  promptWav: encodeWav16(buzz(12).samples, SAMPLE_RATE),
  promptSeconds: 12,
  transcript: { text: 'Ask not what', language: 'en', edited: false },
}

async function start(): Promise<void> {
  store = createAppStore(services)
  await store.getState().start()
}

beforeEach(async () => {
  services = createFakeServices()
  services.kept.voices = [ada]
  await start()
})

const voiceOf = (step: number): PreparedVoice => ({ engineId: 'kokoro', packKey: 'starter-key', format: 2, data: new ArrayBuffer(step), summary: `step ${step}` })
const stateOf = ({ steps, seed }: LearnRequest, step: number): LearningState => ({ step, steps, seed, numbers: new Float32Array(3) })

/** What a stretch ends with that says its sentences softly and soundly. */
function stretchOf(request: LearnRequest, likeness: number, distance: number): LearnedStretch {
  const sentences = [{ text: 'Good morning to all of you.', samples: buzz(2).samples }]
  return { state: stateOf(request, request.until), voice: voiceOf(request.until), trial: { sentences, sampleRate: SAMPLE_RATE, likeness, distance, strayed: 0 } }
}

/** Waits for the stretch to so many steps. */
async function stretch(until: number) {
  await expect.poll(() => services.learning.learning?.request.until).toBe(until)
  return services.learning.learning!
}

const QUARTER = LESSON_STEPS / 4

/** Lets all stretches of a lesson end: likeness and distance of each. */
async function teach(heard: readonly (readonly [likeness: number, distance: number])[]): Promise<void> {
  for (const [quarter, [likeness, distance]] of heard.entries()) {
    const running = await stretch(QUARTER * quarter)
    running.resolve(stretchOf(running.request, likeness, distance))
  }
}

const kept = () => services.kept.voices[0]?.learned

describe('learning a voice', () => {
  it('keeps the best of what was heard, and lets the worker go', async () => {
    const done = store.getState().learnVoice('ada')
    await teach([[0.4, 1], [0.5, 0.9], [0.7, 0.8], [0.6, 0.85], [0.65, 0.82]])
    await done
    expect(store.getState().learnState).toEqual({ phase: 'learned', voiceId: 'ada', isNearer: true })
    expect(kept()?.promptSha256).toBe(ada.promptSha256)
    expect(kept()).toMatchObject({ voice: { summary: `step ${2 * QUARTER}` }, inUse: true })
    expect(services.kept.lessons).toEqual([])
    expect(services.learning.released).toBe(1)
  })

  it('begins from a voice that its engine has heard', async () => {
    services.learning.preparesUnheard = true
    void store.getState().learnVoice('ada')
    const { request } = await stretch(0)
    expect(services.learning.confirmed).toHaveLength(1)
    expect(request.voice.unheard).toBeUndefined()
  })

  it('ends where its voice is deleted', async () => {
    const done = store.getState().learnVoice('ada')
    const { request } = await stretch(0)
    expect(request).toBeDefined()
    await store.getState().deleteVoice('ada')
    await done
    expect([store.getState().learnState, store.getState().waitingLessons, store.getState().running]).toEqual([{ phase: 'idle' }, {}, []])
    expect([services.learning.released, services.kept.lessons]).toEqual([1, []])
  })

  it('goes on where another voice is deleted', async () => {
    services.kept.voices = [ada, { ...ada, id: 'bo' }]
    await store.getState().refreshVoices()
    void store.getState().learnVoice('ada')
    await stretch(0)
    await store.getState().deleteVoice('bo')
    expect(store.getState().running).toContain('learning')
  })

  it('leaves the voice as it was where nothing is better', async () => {
    const done = store.getState().learnVoice('ada')
    await teach([[0.4, 1], [0.3, 1.1], [0.3, 1.2], [0.2, 1.2], [0.2, 1.2]])
    await done
    expect(store.getState().learnState).toMatchObject({ phase: 'learned', isNearer: false })
    expect(kept()).toBeUndefined()
  })

  it('goes on after a reload where it was, and says meanwhile that it waits', async () => {
    void store.getState().learnVoice('ada')
    await teach([[0.4, 1]])
    const running = await stretch(QUARTER)
    running.tell(stateOf(running.request, 4))
    await start()
    expect(store.getState().learnState.phase).toBe('idle')
    expect(store.getState().waitingLessons).toEqual({ ada: 0.2 })
    services.learning.learning = null
    void store.getState().learnVoice('ada')
    const again = await stretch(QUARTER)
    expect(again.request.from?.step).toBe(4)
  })

  it('begins anew where the voice speaks from another recording now', async () => {
    void store.getState().learnVoice('ada')
    await teach([[0.4, 1]])
    await stretch(QUARTER)
    services.kept.voices = [{ ...ada, promptSha256: 'sha-another' }]
    await start()
    services.learning.learning = null
    void store.getState().learnVoice('ada')
    expect((await stretch(0)).request.from).toBeNull()
  })

  it('stops when it is paused, and forgets all when it is cancelled', async () => {
    void store.getState().learnVoice('ada')
    await teach([[0.4, 1]])
    await stretch(QUARTER)
    store.getState().pauseLearning()
    await expect.poll(() => store.getState().learnState.phase).toBe('idle')
    expect(services.kept.lessons).toHaveLength(1)
    await store.getState().cancelLearning('ada')
    expect([services.kept.lessons, store.getState().waitingLessons, kept()]).toEqual([[], {}, undefined])
  })

  it('fails with the reason, and the voice stays', async () => {
    const done = store.getState().learnVoice('ada')
    const running = await stretch(0)
    running.reject(new MynaError('words-mismatch', '0.9 from a reading'))
    await done
    expect(store.getState().learnState).toMatchObject({ phase: 'failed', error: { code: 'words-mismatch' } })
    expect(kept()).toBeUndefined()
  })

  it('waits where a worker was stopped for somebody else', async () => {
    const done = store.getState().learnVoice('ada')
    const running = await stretch(0)
    running.reject(new MynaError('aborted', 'stopped on request'))
    await done
    expect(store.getState().learnState).toEqual({ phase: 'idle' })
  })

  it('speaks with what was learned, and with the voice as it was before', async () => {
    services.kept.voices = [{ ...ada, learned: { voice: voiceOf(24), learnedAt: '2026-01-02T03:04:05.000Z', inUse: true } }]
    await start()
    store.getState().setText('Good morning.')
    const speak = async () => {
      void store.getState().speak()
      const before = services.inference.requests.length
      await expect.poll(() => services.inference.requests.length).toBe(before + 1)
      const used = services.inference.requests.at(-1)?.voices[0]?.summary
      store.getState().stopSpeaking()
      return used
    }
    expect(await speak()).toBe('step 24')
    await store.getState().useLearned('ada', false)
    expect(await speak()).not.toBe('step 24')
  })
})

describe('before a voice is learned', () => {
  it('asks for the words where nobody can write them down', async () => {
    services = createFakeServices()
    services.kept.voices = [{ ...testVoice('ada'), promptWav: ada.promptWav, promptSeconds: 12 }]
    await start()
    await store.getState().learnVoice('ada')
    expect(store.getState().learnState).toEqual({ phase: 'asking', voiceId: 'ada', needsWords: true, doubts: [] })
    expect(services.learning.learning).toBeNull()
  })

  it('tells of a short recording, and then learns more gently', async () => {
    services = createFakeServices()
    services.kept.voices = [{ ...ada, promptWav: encodeWav16(buzz(3).samples, SAMPLE_RATE), promptSeconds: 3 }]
    await start()
    await store.getState().learnVoice('ada')
    expect(store.getState().learnState).toMatchObject({ phase: 'asking', needsWords: false, doubts: ['short'] })
    void store.getState().learnVoice('ada', true)
    expect((await stretch(0)).request.steps).toBe(12)
  })

  it.each([
    ['noise', 'noisy', (value: number, i: number) => value + 0.03 * Math.sin(i * i * 0.37)],
    ['clipped sound', 'clipping', (value: number) => Math.max(-1, Math.min(1, 8 * value))],
  ] as const)('tells of %s, and then learns more gently', async (_what, doubt, spoil) => {
    services = createFakeServices()
    services.kept.voices = [{ ...ada, promptWav: encodeWav16(buzz(12).samples.map(spoil), SAMPLE_RATE) }]
    await start()
    await store.getState().learnVoice('ada')
    expect(store.getState().learnState).toMatchObject({ phase: 'asking', doubts: expect.arrayContaining([doubt]) as string[] })
    expect(services.learning.learning).toBeNull()
    void store.getState().learnVoice('ada', true)
    expect((await stretch(0)).request.steps).toBe(12)
  })

  it('tells of two people, and learns nothing before it was answered', async () => {
    services = createFakeServices()
    services.kept.voices = [ada]
    let windows = 0
    services.analysis.embedSpeech = () => Promise.resolve(++windows % 6 < 3 ? Float32Array.of(1, 0) : Float32Array.of(0, 1))
    await start()
    await store.getState().learnVoice('ada')
    expect(windows).toBeGreaterThan(3)
    expect(store.getState().learnState).toMatchObject({ phase: 'asking', doubts: ['several-speakers'] })
    expect(services.learning.learning).toBeNull()
  })

  it('learns a saved voice at once only where that is wanted', async () => {
    await store.getState().learnSavedVoice('ada')
    expect(store.getState().learnState.phase).toBe('idle')
    store.getState().setLearnsSavedVoices(true)
    void store.getState().learnSavedVoice('ada')
    await stretch(0)
    expect(services.kept.settings.get('learning')).toEqual({ learnsSavedVoices: true })
  })
})
