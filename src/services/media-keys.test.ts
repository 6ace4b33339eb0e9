import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMediaKeys } from './media-keys'
import type { HeardNow } from './services'

const heard: HeardNow = { title: 'Once upon a time', voiceName: 'Ada', phase: 'playing', positionSeconds: 2, durationSeconds: 9, speed: 1.5 }
const actions = { play: vi.fn(), pause: vi.fn(), stop: vi.fn(), seekTo: vi.fn(), seekBy: vi.fn(), goBySentence: vi.fn() }
const handlers = new Map<string, (details: object) => void>()
const session = {
  playbackState: 'none',
  metadata: null as object | null,
  setPositionState: vi.fn(),
  setActionHandler(action: string, handler: (details: object) => void) {
    if (action === 'stop') throw new TypeError('no such key')
    handlers.set(action, handler)
  },
}
const element = { loop: false, play: vi.fn(() => Promise.resolve()), pause: vi.fn() }
let made: Blob[]

beforeEach(() => {
  vi.clearAllMocks()
  made = []
  vi.stubGlobal('navigator', { mediaSession: session })
  vi.stubGlobal('MediaMetadata', function MediaMetadata(this: object, facts: object) { Object.assign(this, facts) })
  vi.stubGlobal('Audio', function Audio() { return element })
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    made.push(blob as Blob)
    return 'blob:silence'
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('does nothing where the browser has no such thing', () => {
  vi.stubGlobal('navigator', {})
  const keys = createMediaKeys()
  keys.listen(actions)
  keys.show(heard)
  expect(element.play).not.toHaveBeenCalled()
})

it('hands over every key that the browser knows', () => {
  createMediaKeys().listen(actions)
  handlers.get('seekbackward')?.({})
  handlers.get('seekforward')?.({ seekOffset: 30 })
  handlers.get('seekto')?.({ seekTime: 4 })
  handlers.get('nexttrack')?.({})
  handlers.get('pause')?.({})
  expect([actions.seekBy.mock.calls, actions.seekTo.mock.calls, actions.goBySentence.mock.calls, actions.pause.mock.calls.length]).toEqual([[[-10], [30]], [[4]], [[1]], 1])
})

it('tells the system what is heard and where, and keeps a silent element playing beside the sound', () => {
  const keys = createMediaKeys()
  keys.show(heard)
  expect(session.metadata).toMatchObject({ title: 'Once upon a time', artist: 'Ada' })
  expect(session.setPositionState).toHaveBeenCalledWith({ duration: 9, position: 2, playbackRate: 1.5 })
  expect([session.playbackState, element.loop, element.play.mock.calls.length]).toEqual(['playing', true, 1])
  // Ten seconds of 8 kHz in 16 bits.
  expect(made.map(({ size }) => size)).toEqual([expect.closeTo(160_000, -3)])
  keys.show({ ...heard, phase: 'paused' })
  expect([session.playbackState, element.pause.mock.calls.length]).toEqual(['paused', 1])
  keys.show(null)
  expect([session.playbackState, session.metadata]).toEqual(['none', null])
  keys.show(heard)
  expect(session.metadata).toMatchObject({ title: 'Once upon a time' })
})
