import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resample } from '../../src/shared/audio/resample'
import { voiceFileCodec } from '../../src/shared/storage/voice-file'
import { makeDraft } from '../../src/state/record-voice/prompt-draft'
import { voiceFromDraft } from '../../src/state/record-voice/voice-record'
import { readWav } from './sound-files'

const SAMPLE_RATE = 24_000

/** The file that the app exports of the voice that it makes from a WAV. Gives its path. */
export async function voiceFileOf(wav: string, name: string): Promise<string> {
  const { samples, sampleRate } = readWav(wav)
  const draft = makeDraft({ samples: resample(samples, sampleRate, SAMPLE_RATE), sampleRate: SAMPLE_RATE }, 'file', name)
  const file = voiceFileCodec.encode(await voiceFromDraft(draft, 'elsewhere', name))
  const path = join(mkdtempSync(join(tmpdir(), 'myna-voice-')), 'exported.myna-voice')
  writeFileSync(path, Buffer.from(await file.arrayBuffer()))
  return path
}
