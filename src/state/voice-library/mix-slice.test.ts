import { beforeEach, describe, expect, it } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import { createAppStore } from '../create-app-store'
import { createFakeServices, held, SAMPLE_RATE, testVoice, type FakeServices } from '#testing/state/fake-services'

let services: FakeServices
let store: ReturnType<typeof createAppStore>

beforeEach(async () => {
  services = createFakeServices({ voices: [testVoice('ada', 'Ada'), testVoice('bo', 'Bo')] })
  store = createAppStore(services)
  await store.getState().start()
})

const mixture = { voiceId: 'ada', otherId: 'bo', share: 0.25 }

/** Mixes; what the mixture says lasts a second. */
async function mix(): Promise<void> {
  const before = services.inference.requests.length
  const done = store.getState().mixVoices(mixture)
  await expect.poll(() => services.inference.requests.length).toBe(before + 1)
  services.inference.sendChunks(1, 1)
  services.inference.finish(SAMPLE_RATE, 500)
  await done
}

describe('mixing voices', () => {
  it('fails with the reason where the engine is not on this device', async () => {
    services = createFakeServices({ pack: 'absent', voices: [testVoice('ada'), testVoice('bo')] })
    store = createAppStore(services)
    await store.getState().start()
    await store.getState().mixVoices(mixture)
    expect(store.getState().mixState).toMatchObject({ phase: 'failed', voiceId: 'ada', error: { code: 'model-missing' } })
  })

  it('fails where one of them is gone', async () => {
    await store.getState().mixVoices({ ...mixture, otherId: 'eve' })
    expect(store.getState().mixState).toMatchObject({ phase: 'failed', error: { code: 'record-missing' } })
  })

  it('ends at once when it is stopped', async () => {
    services.inference.mixVoices = (_request, _onProgress, signal) => held<never>(signal).promise
    const done = store.getState().mixVoices(mixture)
    await expect.poll(() => store.getState().mixState.phase).toBe('mixing')
    store.getState().stopMixing()
    await done
    expect(store.getState().mixState).toEqual({ phase: 'idle' })
  })

  it('ends where its worker was replaced for somebody else', async () => {
    services.inference.mixVoices = () => Promise.reject(new MynaError('aborted', 'the worker was replaced after a stop'))
    await store.getState().mixVoices(mixture)
    expect(store.getState().mixState).toEqual({ phase: 'idle' })
  })

  it('plays what the mixture says', async () => {
    await mix()
    expect(services.inference.mixed).toMatchObject([{ share: 0.25 }])
    expect(store.getState().mixState.phase).toBe('mixed')
    expect(store.getState().playback).toEqual({ kind: 'mixture', voiceId: 'ada' })
    expect(services.player.given()).toHaveLength(SAMPLE_RATE)
  })

  it('keeps nothing that was not heard', async () => {
    await store.getState().saveMixture('Nobody')
    expect(services.kept.voices).toHaveLength(2)
  })

  it('keeps it as a voice that speaks as it was heard, with what it was made of and both consents', async () => {
    await mix()
    await store.getState().saveMixture('Ada and Bo')
    const saved = store.getState().voices[0]
    const { consent } = testVoice('ada')
    expect(saved).toMatchObject({
      name: 'Ada and Bo', source: 'mixture', promptSeconds: 1, learned: { inUse: true, voice: { summary: 'mixed' } },
      mixedOf: [{ name: 'Ada', share: 0.75, consent }, { name: 'Bo', share: 0.25, consent }],
    })
    expect(services.kept.voices).toContainEqual(saved)
    expect([store.getState().selectedVoiceId, store.getState().mixState.phase]).toEqual([saved?.id, 'idle'])
    store.getState().setText('Good morning.')
    void store.getState().speak()
    await expect.poll(() => services.inference.requests.at(-1)?.voices[0]?.summary).toBe('mixed')
  })

  it('names all people of a mixture of mixtures', async () => {
    await mix()
    await store.getState().saveMixture('Both')
    const done = store.getState().mixVoices({ voiceId: store.getState().voices[0]!.id, otherId: 'bo', share: 0.5 })
    await expect.poll(() => services.inference.requests.length).toBe(2)
    services.inference.sendChunks(1, 1)
    services.inference.finish(SAMPLE_RATE, 500)
    await done
    await store.getState().saveMixture('Again')
    expect(store.getState().voices[0]?.mixedOf?.map(({ name, share }) => [name, share])).toEqual([['Ada', 0.375], ['Bo', 0.125], ['Bo', 0.5]])
  })

  it('stays to be kept later where the disk is full', async () => {
    await mix()
    services.disk.failure = new MynaError('storage-full', 'full')
    await store.getState().saveMixture('Both')
    expect(store.getState().mixState.phase).toBe('mixed')
    expect(store.getState().notices).toMatchObject([{ error: { code: 'storage-full' } }])
  })
})
