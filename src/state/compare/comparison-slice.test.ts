import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import { sampleTake } from '#testing/storage/sample-records'
import type { AppState } from '../app-state'
import { comparedTakes } from './comparison-slice'
import { createAppStore } from '../create-app-store'
import { createFakeServices, held, SAMPLE_RATE, type FakeServices } from '#testing/state/fake-services'

const sine = (level: number, seconds: number) =>
  Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, index) => level * Math.sin((2 * Math.PI * 997 * index) / SAMPLE_RATE))
const sounds: Readonly<Record<string, Float32Array>> = { loud: sine(0.4, 2), quiet: sine(0.1, 4), other: sine(0.2, 2) }

let services: FakeServices
let store: StoreApi<AppState>
let seed: number
/** What was given to the player last. */
let heard: Float32Array

beforeEach(async () => {
  seed = 0
  services = { ...createFakeServices(), newSeed: () => seed }
  const { player } = services
  const playTake = player.playTake.bind(player)
  player.playTake = (samples: Float32Array) => {
    heard = samples
    playTake(samples)
  }
  services.kept.takes = Object.keys(sounds).map((id) => sampleTake({ id, voiceName: id, sampleRate: SAMPLE_RATE }))
  services.takes.readSamples = (id) => {
    const samples = sounds[id]
    return samples ? Promise.resolve(samples) : Promise.reject(new MynaError('record-missing'))
  }
  store = createAppStore(services)
  await store.getState().start()
})

const state = () => store.getState()
const chosen = () => {
  const takes = comparedTakes(state())
  return takes && [takes.a.id, takes.b.id]
}
const choose = (...ids: readonly string[]) => { for (const id of ids) state().chooseCompared(id) }
const level = () => heard.reduce((most, sample) => Math.max(most, sample), 0)

describe('the choice of two', () => {
  it('is none before there are two, and lets one go that is chosen again', () => {
    choose('loud')
    expect(chosen()).toBeNull()
    choose('quiet')
    expect(chosen()).toEqual(['loud', 'quiet'])
    choose('loud')
    expect(chosen()).toBeNull()
  })

  it('drops the oldest for a third', () => {
    choose('loud', 'quiet', 'other')
    expect(chosen()).toEqual(['quiet', 'other'])
  })

  it('is none once one of them was deleted', async () => {
    choose('loud', 'quiet')
    await state().deleteTake('quiet')
    expect(chosen()).toBeNull()
  })
})

describe('listening', () => {
  it('plays both equally loud', async () => {
    choose('loud', 'quiet')
    await state().playCompared('a')
    expect(level()).toBeCloseTo(0.1, 2)
    await state().playCompared('b')
    expect(level()).toBeCloseTo(0.1, 2)
    expect(state().playback).toEqual({ kind: 'comparison', side: 'b' })
  })

  it('continues from the same place in the other one, and from the start where that is shorter', async () => {
    choose('loud', 'quiet')
    await state().playCompared('b')
    services.player.change({ positionSeconds: 1.5 })
    await state().playCompared('a')
    expect(state().player.positionSeconds).toBe(1.5)
    await state().playCompared('b')
    services.player.change({ positionSeconds: 3 })
    await state().playCompared('a')
    expect(state().player.positionSeconds).toBe(0)
  })

  it('begins at the start when another sound was playing before', async () => {
    choose('loud', 'quiet')
    await state().replayTake('other')
    services.player.change({ positionSeconds: 1 })
    await state().playCompared('a')
    expect(state().player.positionSeconds).toBe(0)
  })

  it('plays the side that was asked for last, however slow the disk', async () => {
    choose('loud', 'quiet')
    const slow = held<Float32Array>()
    let reads = 0
    services.takes.readSamples = (id) => (reads++ === 0 ? slow.promise : Promise.resolve(sounds[id]!))
    const first = state().playCompared('a')
    await state().playCompared('b')
    slow.resolve(sounds['loud']!)
    await first
    expect(state().playback).toEqual({ kind: 'comparison', side: 'b' })
  })

  it('says when a sound is gone', async () => {
    choose('loud', 'quiet')
    services.takes.readSamples = () => Promise.reject(new MynaError('record-missing', 'take quiet'))
    await state().playCompared('a')
    expect(state().notices.map(({ error }) => error?.code)).toEqual(['record-missing'])
  })
})

describe('a blind comparison', () => {
  beforeEach(() => { choose('loud', 'quiet') })

  it.each([[0, ['loud', 'quiet']], [1, ['quiet', 'loud']]])('is in the order that chance gives: %s', (drawn, order) => {
    seed = drawn
    state().setBlind(true)
    expect(chosen()).toEqual(order)
  })

  it('shows the order of the choice again when nothing is hidden', () => {
    seed = 1
    state().setBlind(true)
    state().setBlind(false)
    expect(chosen()).toEqual(['loud', 'quiet'])
  })

  it('keeps the first verdict and no second one', async () => {
    seed = 1
    state().setBlind(true)
    await state().vote('a')
    await state().vote('b')
    expect(state().verdict).toBe('a')
    expect(services.kept.votes).toEqual(state().votes)
    expect(state().votes).toMatchObject([{ preferred: 0, sides: [{ voiceName: 'quiet' }, { voiceName: 'loud' }] }])
  })

  it('keeps that no difference was heard', async () => {
    state().setBlind(true)
    await state().vote('equal')
    expect(state().votes).toMatchObject([{ preferred: null }])
  })

  it('shows the names even if the verdict cannot be kept, and says so', async () => {
    state().setBlind(true)
    services.disk.failure = new MynaError('storage-full')
    await state().vote('b')
    expect(state().verdict).toBe('b')
    expect(state().votes).toEqual([])
    expect(state().notices.map(({ error }) => error?.code)).toEqual(['storage-full'])
  })

  it('hides them again in a new order', async () => {
    state().setBlind(true)
    await state().vote('a')
    seed = 1
    state().compareAgain()
    expect(state().verdict).toBeNull()
    expect(chosen()).toEqual(['quiet', 'loud'])
  })
})

describe('votes', () => {
  beforeEach(async () => {
    choose('loud', 'quiet')
    state().setBlind(true)
    await state().vote('a')
  })

  it('outlive a reload', async () => {
    const reloaded = createAppStore(services)
    await reloaded.getState().start()
    expect(reloaded.getState().votes).toEqual(state().votes)
  })

  it('are deleted on request, and with everything else', async () => {
    await state().deleteVotes()
    expect([state().votes, services.kept.votes]).toEqual([[], []])
    state().compareAgain()
    await state().vote('b')
    await state().eraseAll()
    expect([state().votes, services.kept.votes]).toEqual([[], []])
  })
})
