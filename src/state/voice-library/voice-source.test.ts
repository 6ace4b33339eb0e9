import { describe, expect, it, vi } from 'vitest'
import type { PreparedVoice } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import type { CarryRequest, LoadedEngine } from '../../shared/protocol/inference'
import { testVoice } from '#testing/state/fake-services'
import type { SavedVoice } from '../../shared/protocol/records'
import { inMood, withMood } from './moods'
import { createVoiceSource } from './voice-source'

const engine = (packKey: string) => ({ packKey }) as LoadedEngine
const prepared = (packKey: string): PreparedVoice => ({
  engineId: 'kokoro',
  packKey,
  format: 1,
  data: new ArrayBuffer(1),
  summary: '',
})

function setUp() {
  const listener = { onProgress: vi.fn(), onStages: vi.fn(), onProblem: vi.fn() }
  const read = vi.fn<(promptSha256: string, packKey: string) => Promise<PreparedVoice | null>>(() => Promise.resolve(null))
  const write = vi.fn(() => Promise.resolve())
  const prepareVoice = vi.fn(() => Promise.resolve({ voice: prepared('one'), stages: [] }))
  const carryLearned = vi.fn(({ to }: CarryRequest) => Promise.resolve({ ...to, summary: 'carried' }))
  const confirmVoice = vi.fn(({ packKey }: PreparedVoice) => Promise.resolve({ ...prepared(packKey), summary: 'confirmed' }))
  const source = createVoiceSource({
    inference: { prepareVoice, carryLearned, confirmVoice } as unknown as Parameters<typeof createVoiceSource>[0]['inference'],
    preparedVoices: { read, write },
  })
  const takeVoice = (voice: SavedVoice, packKey: string, signal = new AbortController().signal) => source.take(voice, engine(packKey), listener, signal)
  const take = (voiceId: string, packKey: string, signal?: AbortSignal) => takeVoice(testVoice(voiceId), packKey, signal)
  return { take, takeVoice, carryLearned, confirmVoice, listener, read, write, prepareVoice }
}

it('makes the voice although storage can neither read nor write, and says so', async () => {
  const { take, read, write, listener } = setUp()
  read.mockRejectedValue(new MynaError('storage-unavailable'))
  write.mockRejectedValue(new MynaError('storage-full'))
  expect(await take('ada', 'one')).toEqual(prepared('one'))
  await expect.poll(() => listener.onProblem).toHaveBeenCalledTimes(2)
  expect(listener.onProblem.mock.calls).toMatchObject([[{ code: 'storage-unavailable' }], [{ code: 'storage-full' }]])
})

it('does not make a voice for a reading that was stopped while storage was read', async () => {
  const { take, read, prepareVoice } = setUp()
  const stopping = new AbortController()
  read.mockImplementation(() => {
    stopping.abort(new MynaError('aborted'))
    return Promise.resolve(null)
  })
  await expect(take('ada', 'one', stopping.signal)).rejects.toMatchObject({ code: 'aborted' })
  expect(prepareVoice).not.toHaveBeenCalled()
})

it('asks neither storage nor the engine again for the voice of the reading before', async () => {
  const { take, read, prepareVoice } = setUp()
  const first = await take('ada', 'one')
  expect(await take('ada', 'one')).toBe(first)
  expect([read.mock.calls.length, prepareVoice.mock.calls.length]).toEqual([1, 1])
})

it('asks again for another voice, and for the same voice with other model files', async () => {
  const { take, read } = setUp()
  read.mockImplementation((_promptSha256, packKey) => Promise.resolve(prepared(packKey)))
  await take('ada', 'one')
  await take('bob', 'one')
  expect((await take('bob', 'two')).packKey).toBe('two')
  expect(read.mock.calls).toEqual([
    ['sha-ada', 'one'],
    ['sha-bob', 'one'],
    ['sha-bob', 'two'],
  ])
})

describe('a voice that was learned', () => {
  const learned = { voice: { ...prepared('one'), summary: 'learned' }, learnedAt: '2026-01-02T03:04:05.000Z', inUse: true }
  const { promptWav, promptSeconds } = testVoice('excited')
  const ada = withMood({ ...testVoice('ada'), learned }, { name: 'excited', promptWav, promptSeconds, promptSha256: 'sha-excited' })
  const excited = inMood(ada, 'excited')!

  it('speaks as it was learned, without anything being asked for', async () => {
    const { takeVoice, read, prepareVoice } = setUp()
    expect(await takeVoice(ada, 'one')).toBe(learned.voice)
    expect([read, prepareVoice].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
  })

  it('takes along into another mood what was learned', async () => {
    const { takeVoice, read, carryLearned } = setUp()
    read.mockImplementation((hash, packKey) => Promise.resolve({ ...prepared(packKey), summary: hash }))
    expect(await takeVoice(excited, 'one')).toMatchObject({ summary: 'carried' })
    expect(carryLearned.mock.calls[0]?.[0]).toMatchObject({ before: { summary: 'sha-ada' }, learned: learned.voice, to: { summary: 'sha-excited' } })
  })

  it('is heard by its engine before anything of it is taken along, and kept so', async () => {
    const { takeVoice, read, write, carryLearned, confirmVoice } = setUp()
    read.mockImplementation((hash, packKey) => Promise.resolve({ ...prepared(packKey), summary: hash, ...(hash === 'sha-ada' && { unheard: new ArrayBuffer(1) }) }))
    await takeVoice(excited, 'one')
    expect(confirmVoice).toHaveBeenCalledOnce()
    expect(carryLearned.mock.calls[0]?.[0].before.summary).toBe('confirmed')
    expect(write).toHaveBeenCalledExactlyOnceWith('sha-ada', expect.objectContaining({ summary: 'confirmed' }))
  })

  it('speaks as the mood alone where it went back, where the engine is another, and where what it learned from is gone', async () => {
    const { takeVoice, carryLearned } = setUp()
    await takeVoice({ ...excited, learned: { ...excited.learned!, inUse: false } }, 'one')
    await takeVoice(excited, 'two')
    await takeVoice({ ...excited, moods: [] }, 'one')
    expect(carryLearned).not.toHaveBeenCalled()
  })
})
