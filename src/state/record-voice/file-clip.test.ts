import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import type { ReadingOptions, SoundFile } from '../../services/services'
import { MynaError } from '../../shared/protocol/errors'
import { buzz, createFakeServices, SAMPLE_RATE, soundFile, type FakeServices } from '#testing/state/fake-services'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { readClip } from './file-clip'
import type { PromptDraft } from './prompt-draft'

const file = Object.assign(new Blob(['sound']), { name: 'a.wav' })
const going = () => new AbortController().signal
const ignore = () => undefined
const { samples } = buzz(20)
/** What one person says on the left in the first half, and another on the right in the second. */
const turns = [samples.map((s, i) => (i < samples.length / 2 ? s : 0)), samples.map((s, i) => (i < samples.length / 2 ? 0 : s))]

let services: FakeServices
beforeEach(() => { services = createFakeServices({ voices: [] }) })

const reading = (sound: Partial<SoundFile>) => ({ ...services, readSoundFile: () => Promise.resolve({ ...soundFile(buzz(20)), ...sound }) })
const clipOf = (sound: Partial<SoundFile>) => readClip(reading(sound), file, 'a', ignore, going())

describe('a file that is read', () => {
  it('is one clip as it is, where there is nothing to choose', async () => {
    expect(await clipOf({})).toEqual({ name: 'a', prompt: { samples, sampleRate: SAMPLE_RATE }, heard: null, remarks: [], channels: null })
    expect(await clipOf({ channels: [samples, samples] })).toMatchObject({ channels: null })
  })

  it('is the side that is not empty', async () => {
    const clip = await clipOf({ channels: [new Float32Array(samples.length), samples] })
    expect(clip.prompt.samples).toBe(samples)
    expect(clip.channels?.choice).toEqual({ best: 1, offered: [1], reason: 'other-empty' })
  })

  it('carries what a person should know about it', async () => {
    const { remarks } = await clipOf({ startSeconds: 100, fileSeconds: 3600, track: { number: 2, count: 2 }, isCutOff: true })
    expect(remarks.map(({ kind }) => kind)).toEqual(['part-kept', 'other-track', 'cut-off'])
  })
})

describe('a minute of a long file', () => {
  const judge = async (channels: readonly Float32Array[]) => {
    let worth: Promise<number> = Promise.resolve(Number.NaN)
    const readSoundFile = (_: Blob, options: ReadingOptions) => {
      worth = options.judge?.(channels, SAMPLE_RATE) ?? worth
      return Promise.resolve(soundFile(buzz(20)))
    }
    await readClip({ ...services, readSoundFile }, file, 'a', ignore, going())
    return worth
  }

  it('is the better the more somebody speaks in it', async () => {
    const silence = new Float32Array(20 * SAMPLE_RATE)
    const some = samples.map((s, i) => (i < 3 * SAMPLE_RATE ? s : 0))
    services.analysis.findSpeech = ({ samples: heard }) =>
      Promise.resolve(Float32Array.from({ length: Math.floor(heard.length / 768) }, (_, frame) => Number(heard.subarray(frame * 768, (frame + 1) * 768).some((s) => s !== 0))))
    const [none, little, much] = [await judge([silence]), await judge([some]), await judge([samples])]
    expect(none).toBe(0)
    expect(little).toBeGreaterThan(0)
    expect(much).toBeGreaterThan(little)
  })

  it('is judged by its loudness where nobody can listen', async () => {
    services.analysis.failure = new MynaError('model-not-found')
    expect(await judge([samples])).toBeGreaterThan(0)
  })

  it('is not judged any more when reading was given up', async () => {
    services.analysis.failure = new MynaError('aborted')
    await expect(judge([samples])).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('two voices, one on each side', () => {
  let store: StoreApi<AppState>
  const draft = (): PromptDraft => {
    const { recording } = store.getState()
    if (recording.phase !== 'draft') throw new Error(`no draft but ${recording.phase}`)
    return recording.draft
  }
  const channels = () => draft().clips[0]?.channels

  beforeEach(async () => {
    store = createAppStore(reading({ channels: turns }))
    await store.getState().start()
  })

  it('are offered, and the chosen one is what is judged, trimmed and saved', async () => {
    await store.getState().openFile(file)
    expect(channels()?.choice).toMatchObject({ reason: 'two-voices', offered: [0, 1] })
    store.getState().chooseDraftChannel(1)
    expect(draft().prompt.samples).toBe(turns[1])
    expect(draft().startSeconds).toBeGreaterThan(9)
    expect(channels()).toMatchObject({ used: 1, isPersons: true })
    store.getState().chooseDraftChannel(0)
    expect(draft().prompt.samples).toBe(turns[0])
    expect(draft().endSeconds).toBeLessThan(12)
  })

  it('are told apart by ear: the side on which more was heard is chosen, unless somebody chose', async () => {
    // Nothing that is loud on the left is speech.
    services.analysis.findSpeech = ({ samples: heard }) => Promise.resolve(new Float32Array(Math.floor(heard.length / 768)).fill(heard[30] === 0 ? 1 : 0))
    await store.getState().openFile(file)
    await expect.poll(() => draft().heard).not.toBeNull()
    expect(channels()).toMatchObject({ used: 1, isPersons: false })
    expect(draft().prompt.samples).toBe(turns[1])
    store.getState().chooseDraftChannel(0)
    await expect.poll(() => draft().heard).not.toBeNull()
    expect(channels()?.used).toBe(0)
  })

  it('cannot be chosen any more once other recordings are joined', async () => {
    await store.getState().openFile(file)
    store.getState().changeDraft((now) => ({ ...now, clips: [...now.clips, ...now.clips] }))
    const { prompt } = draft()
    store.getState().chooseDraftChannel(1)
    expect(draft().prompt).toBe(prompt)
  })
})
