// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { ChannelChoice } from '../../shared/audio/channel-choice'
import { draftOfClip, plainClip } from '../../state/record-voice/prompt-draft'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { DraftChannel } from './draft-channel'
import { FileRemarks } from './file-remarks'

afterEach(cleanup)

const clip = plainClip('a', { samples: new Float32Array(24_000), sampleRate: 24_000 })

function show(choice: ChannelChoice | null, clips = 1) {
  const only = choice ? { ...clip, channels: { samples: [], choice, used: choice.best, isPersons: false } } : clip
  const draft = { ...draftOfClip(only, 'file', 'a'), clips: new Array(clips).fill(only) as (typeof clip)[] }
  const store = createFakeAppStore({})
  render(
    <AppStoreContext value={store}>
      <DraftChannel draft={draft} />
    </AppStoreContext>,
  )
  return store.getState()
}

it('asks whose voice it is where two people speak, one on each side', () => {
  const { chooseDraftChannel } = show({ best: 0, offered: [0, 1], reason: 'two-voices' })
  expect(screen.getByRole('group', { name: 'Two voices: left or right?' })).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Left' }).checked).toBe(true)
  fireEvent.click(screen.getByRole('radio', { name: 'Right' }))
  expect(chooseDraftChannel).toHaveBeenCalledWith(1)
})

it('says why one side was chosen, and lets the other be', () => {
  show({ best: 1, offered: [0, 1], reason: 'other-noisier' })
  expect(screen.getByText('There is more noise on one side: the clearer one was chosen.')).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Right' }).checked).toBe(true)
})

it('only tells of an empty side', () => {
  show({ best: 1, offered: [1], reason: 'other-empty' })
  expect(screen.getByText('One side of this recording is empty and was left out.')).toBeTruthy()
  expect(screen.queryByRole('radio')).toBeNull()
})

it.each([['there is nothing to choose', null, 1], ['several recordings are joined', { best: 0, offered: [0, 1], reason: 'apart' }, 2]] as const)('is not there where %s', (_, choice, clips) => {
  show(choice, clips)
  expect(document.body.textContent).toBe('')
})

it('lists what a person should know about the file', () => {
  const remarks = [
    { kind: 'part-kept', startSeconds: 1200, keptSeconds: 288, fileSeconds: 3600 },
    { kind: 'other-track', number: 2, count: 2 },
  ] as const
  render(<FileRemarks draft={draftOfClip({ ...clip, remarks }, 'file', 'a')} />)
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'The file is 1:00:00 long. The clearest speech is here, from 20:00 to 24:48.',
    'The file has 2 tracks of sound: this is number 2, the first in which somebody speaks.',
  ])
})
