import { expect, it } from 'vitest'
import { takeFiles } from './take-files'

const file = (name: string) => new File(['x'], name)

function take(...names: readonly string[]): { readonly sounds: string[][]; readonly voices: string[] } {
  const [sounds, voices] = [[] as string[][], [] as string[]]
  takeFiles(
    names.map(file),
    (files) => { sounds.push(files.map(({ name }) => name)); return Promise.resolve() },
    ({ name }) => { voices.push(name); return Promise.resolve() },
  )
  return { sounds, voices }
}

it('imports exported voices and opens recordings together, whatever the case of their endings', () => {
  expect(take('a.wav', 'bert.myna-voice', 'b.mp3', 'ANNA.MYNA-VOICE')).toEqual({
    sounds: [['a.wav', 'b.mp3']],
    voices: ['bert.myna-voice', 'ANNA.MYNA-VOICE'],
  })
})

it('opens no recording where there are only voices', () => {
  expect(take('bert.myna-voice').sounds).toEqual([])
})
