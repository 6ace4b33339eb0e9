import { expect, it } from 'vitest'
import { NARRATOR, PLAIN_PROSODY } from '../../shared/protocol/script'
import { testVoice } from '#testing/state/fake-services'
import { dubScript } from './dub-script'

const line = (text: string) => ({ text, startSeconds: 0, endSeconds: 1 })
const [ada, bo] = [testVoice('ada', 'Ada'), testVoice('bo', 'Bo')]
const reading = { language: 'en-US', voices: [ada, bo], narrator: ada, pronunciations: [{ written: 'Leicester', spoken: 'Lester', language: 'en' }] }
const role = (name: string, voiceId: string) => ({ name, voiceId, prosody: PLAIN_PROSODY })

it('says each line by whose it is, and counts what each is made of', () => {
  const cast = [role(NARRATOR, 'ada'), role('BO', 'bo')]
  const { script, lines } = dubScript([line('Far from Leicester.'), line('…'), line('BO: Who is there?')], { ...reading, cast })
  expect(script?.passages.map(({ text, voice }) => [text, voice])).toEqual([['Far from Lester.', 0], ['Who is there?', 1]])
  expect(script?.voices.map(({ id }) => id)).toEqual(['ada', 'bo'])
  expect(lines.map(({ text, passages }) => [text, passages])).toEqual([['Far from Leicester.', 1], ['…', 0], ['BO: Who is there?', 1]])
})

it('is nothing where no line has a word', () => {
  expect(dubScript([line('…')], { ...reading, cast: [] })).toEqual({ script: null, lines: [{ ...line('…'), passages: 0 }] })
})
