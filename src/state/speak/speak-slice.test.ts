import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { NO_CAST } from './cast-slice'
import { createFakeServices, packStatus, SAMPLE_RATE, testVoice, type FakeServices, type FakeStart } from '#testing/state/fake-services'

let services: FakeServices
let store: StoreApi<AppState>

async function startedStore(options?: FakeStart): Promise<void> {
  services = createFakeServices(options)
  store = createAppStore(services)
  await store.getState().start()
  store.getState().setText('One sentence. And another.')
}

/** Clicks "Speak" and waits until the engine is asked to speak. */
async function speakUntilAsked(): Promise<void> {
  const before = services.inference.requests.length
  await store.getState().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(before + 1)
}

const phase = () => store.getState().speakState.phase
const failure = () => {
  const { speakState } = store.getState()
  return speakState.phase === 'failed' ? speakState.error.code : null
}

beforeEach(() => startedStore())

describe('a click before the page knows its voices and models', () => {
  it('speaks as soon as it does', async () => {
    services = createFakeServices()
    store = createAppStore(services)
    const starting = store.getState().start()
    store.getState().setText('One sentence.')
    await speakUntilAsked()
    await starting
    expect(failure()).toBeNull()
  })
})

describe('blocks of code', () => {
  const text = 'Run this:\n```js\ngo()\n```\nDone.'
  const asked = () => services.inference.requests.at(-1)?.passages[0]?.text

  it('are read unless they are to be left out', async () => {
    store.getState().setText(text)
    await speakUntilAsked()
    expect(asked()).toContain('go()')
  })

  it('are left out on request, and stay in the text', async () => {
    store.getState().setText(text)
    store.getState().setLeavesOutCode(true)
    await speakUntilAsked()
    expect(asked()).toBe('Run this:\nDone.')
    expect(store.getState().text).toBe(text)
  })
})

describe('what cannot be spoken', () => {
  it('refuses an empty text and asks no engine', async () => {
    store.getState().setText('   ')
    await store.getState().speak()
    expect(failure()).toBe('text-empty')
    expect(services.inference.requests).toHaveLength(0)
  })

  it('refuses a text of symbols only, keeps it, and asks no engine', async () => {
    store.getState().setText('→ ☆ §')
    await store.getState().speak()
    expect(failure()).toBe('text-unspeakable')
    expect(store.getState().text).toBe('→ ☆ §')
    expect(services.inference.requests).toHaveLength(0)
  })

  it('speaks a text of numbers only', async () => {
    store.getState().setText('1984, 2.5 %, 3–5')
    await speakUntilAsked()
    expect(services.inference.requests[0]?.passages[0]?.text).toBe('1984, 2.5 %, 3–5')
  })

  it('refuses to speak without a voice and keeps the text', async () => {
    await startedStore({ voices: [] })
    await store.getState().speak()
    expect(failure()).toBe('voice-missing')
    expect(store.getState().text).toBe('One sentence. And another.')
  })

  it('refuses an engine that the manifest no longer lists', async () => {
    store.getState().selectPack('gone')
    await store.getState().speak()
    expect(failure()).toBe('model-unknown')
  })
})

describe('a pack that is not on this device', () => {
  beforeEach(() => startedStore({ pack: 'absent' }))

  it('asks for the licence, then speaks by itself once the pack is ready', async () => {
    await store.getState().speak()
    expect(phase()).toBe('awaiting-pack')
    expect(store.getState().licenceQuestion).toBe('starter')
    expect(services.packs.downloads).toEqual([])

    store.getState().acceptLicence('starter')
    services.packs.statuses = [packStatus('ready')]
    await store.getState().downloadPack('starter')
    await expect.poll(() => services.inference.requests).toHaveLength(1)
  })

  it('does not ask twice for the same licence', async () => {
    store.getState().acceptLicence('starter')
    await store.getState().speak()
    expect(store.getState().licenceQuestion).toBeNull()
    expect(services.packs.downloads).toEqual(['starter'])
  })

  it('gives the reading up when the person declines', async () => {
    await store.getState().speak()
    store.getState().declineLicence()
    await expect.poll(() => phase()).toBe('idle')
    services.packs.report(packStatus('ready'))
    await new Promise((resolve) => setTimeout(resolve))
    expect(services.inference.requests).toHaveLength(0)
  })

  it('stays when the licence of another pack is declined', async () => {
    await startedStore({ pack: 'absent', transcriber: 'absent' })
    await store.getState().speak()
    store.getState().acceptLicence('starter')
    store.getState().requestPack('whisper')
    store.getState().declineLicence()
    await new Promise((resolve) => setTimeout(resolve))
    expect(phase()).toBe('awaiting-pack')
    services.packs.report(packStatus('ready'))
    await expect.poll(() => services.inference.requests).toHaveLength(1)
  })

  it('says why when the download fails', async () => {
    await store.getState().speak()
    const state = { phase: 'failed', receivedBytes: 10, code: 'model-hash-mismatch', detail: 'model.onnx' } as const
    services.packs.report({ ...packStatus('absent'), state })
    await expect.poll(() => failure()).toBe('model-hash-mismatch')
  })
})

describe('a reading', () => {
  it('counts how often the engine spoke words again that it had left out', async () => {
    await store.getState().speak()
    await expect.poll(() => services.inference.requests).toHaveLength(1)
    services.inference.sendChunks(1, 0)
    services.inference.send({ type: 'warning', chunkIndex: 0, code: 'spoken-again' })
    services.inference.sendChunks(1, 1)
    services.inference.finish(SAMPLE_RATE, 500)
    await expect.poll(() => services.kept.takes).toMatchObject([{ figures: { spokenAgain: 1 } }])
  })

  it('unlocks the sound in the click, before anything is awaited', () => {
    void store.getState().speak()
    expect(services.player.calls[0]).toBe('unlock')
  })

  it('becomes a kept take with its figures', async () => {
    await speakUntilAsked()
    services.inference.sendChunks(2, 2)
    services.inference.finish(2 * SAMPLE_RATE, 1000)
    await expect.poll(() => services.kept.takes).toHaveLength(1)
    const [take] = services.kept.takes
    expect(take).toMatchObject({ text: 'One sentence. And another.', voiceName: 'ada', complete: true, sampleCount: 2 * SAMPLE_RATE })
    expect(take?.figures).toMatchObject({ audioSeconds: 2, wallMs: 1000, rtf: 0.5, ttfaMs: 123, threads: 2 })
    expect(take?.figures.stages.map(({ stage }) => stage)).toEqual(['prompt-encode', 'synthesis'])
    expect(phase()).toBe('done')
  })

  it('tells which sentence is being spoken', async () => {
    await speakUntilAsked()
    services.inference.sendChunks(3, 1)
    await expect.poll(() => store.getState().speakState).toEqual({ phase: 'speaking', chunkIndex: 1, chunkCount: 3, fraction: 1 / 3 })
  })

  it('shows a flood of events a few times, its end included, and loses none', async () => {
    await speakUntilAsked()
    let changes = 0
    const unsubscribe = store.subscribe((now, before) => { if (now.speakState !== before.speakState || now.liveStages !== before.liveStages) changes++ })
    const chunks = Array.from({ length: 500 }, () => ({ text: 'x', estimatedSeconds: 1 }))
    services.inference.send({ type: 'plan', chunks })
    chunks.forEach((_, chunkIndex) => {
      services.inference.send({ type: 'audio', chunkIndex, samples: new Float32Array(10), endsChunk: true })
      services.inference.send({ type: 'timings', stages: [{ stage: 'synthesis', totalMs: chunkIndex, calls: chunkIndex + 1, frames: 0 }] })
    })
    await expect.poll(() => store.getState().speakState).toMatchObject({ chunkIndex: 499, chunkCount: 500 })
    unsubscribe()
    expect(store.getState().liveStages).toMatchObject([{ stage: 'prompt-encode' }, { stage: 'synthesis', calls: 500 }])
    expect(services.player.given()).toHaveLength(5000)
    // Those 1001 events took milliseconds; on a busy machine a tick of 50 ms or two may have fallen between.
    expect(changes).toBeLessThan(20)
  })

  it('changes no phase after a stop, whatever was to be shown', async () => {
    await speakUntilAsked()
    services.inference.sendChunks(3, 1)
    store.getState().stopSpeaking()
    const phases = new Set<string>()
    store.subscribe(({ speakState }) => { phases.add(speakState.phase) })
    await expect.poll(() => services.kept.takes).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([...phases]).toEqual(['stopped'])
  })

  it('prepares a voice once and takes the kept one afterwards', async () => {
    await speakUntilAsked()
    services.inference.finish(SAMPLE_RATE, 500)
    await expect.poll(() => phase()).toBe('done')
    await speakUntilAsked()
    expect(services.inference.prepared).toBe(1)
  })

  it('sizes the bank by the factor measured before, also after a reload', async () => {
    await speakUntilAsked()
    services.inference.sendChunks(1, 1)
    expect(services.player.rtf).toBeNull()
    services.inference.finish(SAMPLE_RATE, 1900)
    await expect.poll(() => services.kept.settings.get('measuredRtf')).toEqual({ 'kokoro wasm 2': 1.9 })

    const reloaded = createAppStore(services)
    await reloaded.getState().start()
    await reloaded.getState().speak()
    await expect.poll(() => services.inference.requests).toHaveLength(2)
    services.inference.sendChunks(1, 1)
    expect(services.player.rtf).toBe(1.9)
  })

  it('rolls a new seed each time unless one is pinned', async () => {
    await speakUntilAsked()
    await speakUntilAsked()
    store.getState().setSettings({ seed: 7 })
    store.getState().setSeedPinned(true)
    await speakUntilAsked()
    const [first, second, third] = services.inference.requests.map(({ settings }) => settings.seed)
    expect(first).not.toBe(second)
    expect(third).toBe(7)
  })
})

describe('stop', () => {
  const expectSilent = () => { expect(services.player.state()).toMatchObject({ phase: 'idle', generating: false }) }

  it('ends a reading while the model loads', async () => {
    services.inference.wantsLoadHeld = true
    await store.getState().speak()
    expect(phase()).toBe('loading')
    store.getState().stopSpeaking()
    expect(phase()).toBe('stopped')
    expectSilent()
    await expect.poll(() => services.kept.takes).toHaveLength(0)
    expect(store.getState().notices).toEqual([])
  })

  it('ends a reading while the voice is prepared', async () => {
    services.inference.wantsPrepareHeld = true
    await store.getState().speak()
    await expect.poll(() => phase()).toBe('preparing')
    store.getState().stopSpeaking()
    expect(phase()).toBe('stopped')
    expect(services.inference.requests).toHaveLength(0)
  })

  it('ends a reading before its first sound without keeping a take', async () => {
    await speakUntilAsked()
    store.getState().stopSpeaking()
    expect(phase()).toBe('stopped')
    await Promise.resolve()
    expect(store.getState().lastTake).toBeNull()
  })

  it('keeps what was spoken so far as an incomplete take', async () => {
    await speakUntilAsked()
    services.inference.sendChunks(3, 2)
    store.getState().stopSpeaking()
    expectSilent()
    await expect.poll(() => services.kept.takes).toHaveLength(1)
    expect(services.kept.takes[0]).toMatchObject({ complete: false, sampleCount: 2 * SAMPLE_RATE })
  })

  it('leaves the player to the reading that was begun instead', async () => {
    await speakUntilAsked()
    services.inference.sendChunks(3, 2)
    await speakUntilAsked()
    await expect.poll(() => services.kept.takes).toHaveLength(1)
    const [first] = services.kept.takes
    expect(store.getState()).toMatchObject({ playback: { kind: 'reading' }, currentTakeId: null, figures: null })
    services.inference.sendChunks(1, 1)
    services.inference.finish(SAMPLE_RATE, 500)
    await expect.poll(() => services.kept.takes).toHaveLength(2)
    expect(store.getState().currentTakeId).not.toBe(first?.id)
    expect(store.getState().currentTakeId).toBe(services.kept.takes[0]?.id)
  })

  it('leaves the player to a recording that is heard instead', async () => {
    await speakUntilAsked()
    services.inference.sendChunks(3, 2)
    store.getState().playPrompt('ada')
    await expect.poll(() => services.kept.takes).toHaveLength(1)
    expect(store.getState()).toMatchObject({ playback: { kind: 'prompt' }, currentTakeId: null })
  })

  it('ignores sound that arrives afterwards', async () => {
    await speakUntilAsked()
    store.getState().stopSpeaking()
    services.inference.sendChunks(1, 1)
    expect(services.player.given()).toHaveLength(0)
    expect(phase()).toBe('stopped')
  })
})

describe('bad days', () => {
  it('keeps text, voices and what was spoken when the worker crashes, and speaks the next time', async () => {
    await speakUntilAsked()
    services.inference.sendChunks(3, 1)
    services.inference.crash()
    await expect.poll(() => failure()).toBe('worker-crashed')
    expect(store.getState().text).toBe('One sentence. And another.')
    expect(store.getState().voices.map(({ id }) => id)).toEqual(['ada'])
    expect(store.getState().engine).toBeNull()
    await expect.poll(() => store.getState().unfinished).toMatchObject([{ doneCount: 1, reading: { plan: ['x', 'x', 'x'] } }])
    expect(services.kept.takes).toEqual([])

    await speakUntilAsked()
    services.inference.sendChunks(1, 1)
    services.inference.finish(SAMPLE_RATE, 500)
    await expect.poll(() => phase()).toBe('done')
  })

  it('keeps the beginning of a first sentence as an incomplete take when the worker crashes', async () => {
    await speakUntilAsked()
    services.inference.send({ type: 'plan', chunks: [{ text: 'x', estimatedSeconds: 1 }] })
    services.inference.send({ type: 'audio', chunkIndex: 0, samples: new Float32Array(SAMPLE_RATE / 2).fill(0.1), endsChunk: false })
    services.inference.crash()
    await expect.poll(() => services.kept.takes).toMatchObject([{ complete: false, sampleCount: SAMPLE_RATE / 2 }])
    expect(store.getState().unfinished).toEqual([])
  })

  it('keeps a reading as complete when the worker crashes after its last sentence', async () => {
    await speakUntilAsked()
    services.inference.sendChunks(2, 2)
    services.inference.crash()
    await expect.poll(() => services.kept.takes).toMatchObject([{ complete: true, sampleCount: 2 * SAMPLE_RATE }])
    expect(store.getState().unfinished).toEqual([])
  })

  it('keeps playing when the disk is full, says so, and still offers the download', async () => {
    await speakUntilAsked()
    services.disk.failure = new MynaError('storage-full', 'no space')
    services.inference.sendChunks(1, 1)
    services.inference.finish(SAMPLE_RATE, 500)
    await expect.poll(() => store.getState().notices.map(({ error }) => error?.code)).toEqual(['storage-full'])
    expect(services.player.state().phase).toBe('playing')
    const { currentTakeId, takes, takeSound } = store.getState()
    expect(takes).toEqual([])
    const { blob, fileName } = await takeSound(currentTakeId ?? '')
    expect(fileName).toMatch(/^myna-.*\.wav$/)
    // 16-bit mono: two bytes a sample behind at least the 44 bytes of the plain header.
    expect(blob.size).toBeGreaterThanOrEqual(2 * SAMPLE_RATE + 44)
  })

  it('speaks even if the prepared voice cannot be kept', async () => {
    services.disk.failure = new MynaError('storage-full', 'no space')
    await speakUntilAsked()
    expect(phase()).toBe('speaking')
  })

  it('says when the sound cannot be played', () => {
    services.player.change({ error: { code: 'playback-failed', detail: 'no output' } })
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['playback-failed'])
  })
})

describe('what outlives a reload', () => {
  it('is the draft, the choices and the accepted licences', async () => {
    services.kept.voices = [testVoice('ada'), testVoice('bob')]
    await store.getState().refreshVoices()
    store.getState().selectVoice('bob')
    store.getState().setRuntime('wasm', 1)
    store.getState().acceptLicence('starter')
    store.getState().setLanguage('en-GB')
    store.getState().setLeavesOutCode(true)
    const draft = { text: 'One sentence. And another.', language: 'en-GB', leavesOutCode: true, cast: NO_CAST }
    await expect.poll(() => services.kept.settings.get('draft')).toEqual(draft)

    const reloaded = createAppStore(services)
    await reloaded.getState().start()
    expect(reloaded.getState()).toMatchObject({
      text: 'One sentence. And another.',
      language: 'en-GB',
      selectedVoiceId: 'bob',
      threads: 1,
      leavesOutCode: true,
      acceptedLicences: ['starter'],
    })
  })

  it('never replaces what was typed while it was being read', async () => {
    services.kept.settings.set('draft', { text: 'old', language: 'en-US' })
    const reloaded = createAppStore(services)
    const starting = reloaded.getState().start()
    reloaded.getState().setText('new')
    await starting
    expect(reloaded.getState().text).toBe('new')
  })

  it('falls back to the defaults where the kept record is unreadable', async () => {
    services.kept.settings.set('reading', { seed: -1, speed: 'fast' })
    const reloaded = createAppStore(services)
    await reloaded.getState().start()
    expect(reloaded.getState().settings.speed).toBe(1)
  })
})
