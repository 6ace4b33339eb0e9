import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { buzz, createFakeServices, held, packStatus, SAMPLE_RATE, testPack, testVoice, type FakeServices } from '#testing/state/fake-services'
import { sampleTake } from '#testing/storage/sample-records'

let services: FakeServices
let store: StoreApi<AppState>
const state = () => store.getState()
const settled = () => new Promise((resolve) => setTimeout(resolve, 20))
const take = (id: string) => sampleTake({ id, voiceId: 'ada', packId: 'starter', sampleRate: SAMPLE_RATE, sampleCount: 2 * SAMPLE_RATE })

beforeEach(async () => {
  services = createFakeServices({ voices: [{ ...testVoice('ada'), transcript: null }], transcriber: 'ready' })
  services.kept.takes = [take('one'), take('two')]
  services.takes.readSamples = () => Promise.resolve(buzz(2).samples)
  store = createAppStore(services)
  await store.getState().start()
  store.getState().setText('One sentence. And another. And a third.')
})

async function draft(): Promise<void> {
  await state().openFile(new File(['x'], 'voice.wav'))
  expect(state().recording.phase).toBe('draft')
}

async function firstSentence(): Promise<void> {
  await state().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(1)
  services.inference.sendChunks(3, 1)
  services.inference.send({ type: 'audio', chunkIndex: 1, samples: new Float32Array(SAMPLE_RATE / 2), endsChunk: false })
  await expect.poll(() => services.kept.pieces).toHaveLength(1)
}

/** What a person sees, without actions and without the player, which has its own record of what it played last. */
function shown({ player, ...rest }: AppState) {
  const values = Object.entries(rest).filter(([, value]) => typeof value !== 'function')
  return { sounds: player.phase === 'playing' || player.phase === 'banking', ...Object.fromEntries(values) }
}

/** A tab in which nobody ever did anything, with the same packs. */
async function firstVisit(): Promise<unknown> {
  const others = createFakeServices({ voices: [], transcriber: 'ready' })
  const fresh = createAppStore(others)
  await fresh.getState().start()
  return shown(fresh.getState())
}

function expectNothingKept(): void {
  expect(services.kept).toMatchObject({ voices: [], takes: [], votes: [], open: [], pieces: [] })
  expect(services.kept.prepared.size).toBe(0)
  expect(services.kept.savedSamples.size).toBe(0)
}

describe('erasing everything', () => {
  it('takes a recorded draft away', async () => {
    await draft()
    await state().eraseAll()
    expect(state().recording).toEqual({ phase: 'idle' })
  })

  it('takes away a draft that was set aside to record more for it', async () => {
    await draft()
    void state().recordMore('Me')
    await expect.poll(() => state().recording.phase).toBe('countdown')
    await state().eraseAll()
    expect([state().recording.phase, state().setAside]).toEqual(['idle', null])
  })

  it('lets the player go of what it holds', async () => {
    await firstSentence()
    await state().eraseAll()
    expect(services.player.given()).toHaveLength(0)
  })

  it('keeps nothing of a reading that is in the middle of a sentence', async () => {
    await firstSentence()
    await state().eraseAll()
    await settled()
    expect(services.kept).toMatchObject({ takes: [], open: [], pieces: [] })
    expect([state().takes, state().lastTake, state().unfinished]).toEqual([[], null, []])
  })

  it('gives no sound of an erased take any more', async () => {
    await firstSentence()
    const id = services.kept.open[0]?.facts.id ?? ''
    state().stopSpeaking()
    await expect.poll(() => state().lastTake?.id).toBe(id)
    await state().eraseAll()
    await expect(state().takeSound(id)).rejects.toMatchObject({ code: 'record-missing' })
  })

  it('lets other tabs have the readings that this one offered', async () => {
    await firstSentence()
    services.inference.crash()
    let free = 0
    services.openReadings.claim = () => Promise.resolve(() => { free += 1 })
    await expect.poll(() => state().unfinished).toHaveLength(1)
    await state().eraseAll()
    expect(free).toBe(1)
  })

  it('begins nothing before everything is gone', async () => {
    const erasing = held<undefined>()
    services.storage.eraseAll = () => erasing.promise
    const erased = state().eraseAll()
    await state().speak()
    await state().startRecording()
    await state().openFile(new File(['x'], 'voice.wav'))
    expect([services.inference.requests.length, state().recording.phase, state().running]).toEqual([0, 'idle', []])
    erasing.resolve(undefined)
    await erased
    await state().openFile(new File(['x'], 'voice.wav'))
    expect(state().recording.phase).toBe('draft')
  })

  it('says why it failed, and leaves everything where it was', async () => {
    await draft()
    services.storage.eraseAll = () => Promise.reject(new MynaError('busy-elsewhere', 'another tab'))
    await state().eraseAll()
    expect(state().notices.map(({ error }) => error?.code)).toEqual(['busy-elsewhere'])
    expect([state().voices.length, state().takes.length, state().recording.phase]).toEqual([1, 2, 'draft'])
    await state().openFile(new File(['x'], 'other.wav'))
    expect(state().recording).toMatchObject({ phase: 'draft', draft: { name: 'other' } })
  })

  it('keeps what the app knows of itself', async () => {
    services.updateEvents.listeners?.onOfflineReady()
    await state().eraseAll()
    expect(state().offlineReady).toBe(true)
  })
})

/** Keeps what it is given a while later. */
function slowly(repository: { save: (record: never) => Promise<void> }): void {
  const save = repository.save.bind(repository)
  repository.save = (record) => settled().then(() => save(record))
}

/** How each act comes into the middle of a call that only a stop, or the disk, would end. */
const acts: Readonly<Record<string, () => void | Promise<void>>> = {
  'a model that is being opened': async () => {
    services.inference.wantsLoadHeld = true
    await state().speak()
  },
  'a voice that is being prepared': async () => {
    services.inference.wantsPrepareHeld = true
    await state().speak()
  },
  'a reading that speaks': firstSentence,
  'a reading that waits for its pack': async () => {
    services.packs.report(packStatus('absent', testPack))
    await state().speak()
  },
  'a question for the microphone': () => {
    services.recorder.microphones = () => new Promise(() => undefined)
    void state().startRecording()
  },
  'a countdown': async () => {
    void state().startRecording()
    await expect.poll(() => state().recording.phase).toBe('countdown')
  },
  'a file that is being decoded': () => {
    services.readSoundFile = () => new Promise(() => undefined)
    void state().openFile(new File(['x'], 'voice.wav'))
  },
  'recordings that are being joined': async () => {
    await draft()
    services.analysis.embedSpeech = (_request, signal) => held<never>(signal).promise
    void state().addToDraft([new File(['x'], 'more.wav')])
  },
  'noise that is being removed': async () => {
    services.analysis.wantsCleaningHeld = true
    await draft()
    state().chooseDraftSound('cleaned')
    await expect.poll(() => services.analysis.cleaned).toHaveLength(1)
  },
  'a refinement': async () => {
    void state().refineVoice('ada')
    await expect.poll(() => services.inference.refining).not.toBeNull()
  },
  'a transcript': () => {
    services.transcription.wantsHeld = true
    void state().transcribeVoice('ada')
  },
  'a check': async () => {
    services.transcription.wantsHeld = true
    void state().checkTake('one')
    // The language's normaliser is loaded first.
    await expect.poll(() => services.transcription.requests).toHaveLength(1)
  },
  'a measurement of likeness': () => {
    services.analysis.embedSpeech = (_request, signal) => held<never>(signal).promise
    void state().measureSimilarity('one')
  },
  'a take that is being read from the disk': () => {
    services.takes.readSamples = () => settled().then(() => buzz(2).samples)
    void state().replayTake('one')
  },
  'a comparison': () => {
    state().chooseCompared('one')
    state().chooseCompared('two')
    services.takes.readSamples = () => settled().then(() => buzz(2).samples)
    void state().playCompared('a')
  },
  'an import of model files': () => {
    services.models.importFiles = (_files, _onProgress, signal) => held<never>(signal).promise
    void state().importModelFiles([new File(['x'], 'model.safetensors')])
  },
  'a download': () => {
    const download = held<ReturnType<typeof packStatus>>()
    services.models.download = () => download.promise
    services.models.pause = () => {
      download.resolve(packStatus('ready'))
      return download.promise
    }
    void state().downloadPack('starter')
  },
  'a voice that is being saved': async () => {
    slowly(services.voices)
    await draft()
    void state().saveDraft('Me', true)
  },
  'a voice that is being imported': () => {
    services.voiceFile.decode = () => Promise.resolve(testVoice('bob'))
    slowly(services.voices)
    void state().importVoice(new Blob())
  },
  'a verdict that is being kept': () => {
    state().chooseCompared('one')
    state().chooseCompared('two')
    slowly(services.votes)
    void state().vote('a')
  },
}

describe('an erase in the middle of', () => {
  it.each(Object.entries(acts))('%s ends it, and leaves the tab as on a first visit', async (_name, begin) => {
    await begin()
    await state().eraseAll()
    await settled()
    await settled()
    expectNothingKept()
    expect(state().running).toEqual([])
    expect(shown(state())).toEqual(await firstVisit())
  })

  it('a recording closes the microphone', async () => {
    vi.useFakeTimers()
    try {
      const recording = state().startRecording()
      await vi.advanceTimersByTimeAsync(3000)
      await recording
      expect(state().recording.phase).toBe('recording')
      await state().eraseAll()
    } finally {
      vi.useRealTimers()
    }
    expect(services.recorder.cancelled).toBe(1)
    expect(shown(state())).toEqual(await firstVisit())
  })
})
