import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { sampleVoice } from '#testing/storage/sample-records'
import { voiceFileCodec } from './voice-file'

/** 0.5 s of 16-bit mono PCM in the canonical 44-byte WAVE form, with a ramp for content. */
function wav(sampleRate = 24_000): Uint8Array<ArrayBuffer> {
  const frames = 12_000
  const bytes = Buffer.alloc(44 + frames * 2)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + frames * 2, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(sampleRate, 24)
  bytes.writeUInt32LE(sampleRate * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(frames * 2, 40)
  for (let frame = 0; frame < frames; frame += 1) bytes.writeInt16LE((frame % 2000) - 1000, 44 + frame * 2)
  return new Uint8Array(bytes)
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function fileOf(change: Record<string, unknown> = {}, bytes = wav()): Blob {
  const file = {
    format: 'myna-voice',
    version: 1,
    name: 'Ada',
    createdAt: '2026-01-02T03:04:05.000Z',
    consent: { statement: 'This is my voice.', givenAt: '2026-01-02T03:04:00.000Z' },
    prompt: { mediaType: 'audio/wav', sha256: sha256(bytes), base64: Buffer.from(bytes).toString('base64') },
    ...change,
  }
  return new Blob([JSON.stringify(file)])
}

const prompt = (bytes: Uint8Array, base64 = Buffer.from(bytes).toString('base64')) => ({
  prompt: { mediaType: 'audio/wav', sha256: sha256(bytes), base64 },
})

describe('a voice file', () => {
  const damaged = wav()
  damaged[500]! ^= 1
  const headless = new Uint8Array(100)

  it.each([
    ['is not JSON', new Blob(['RIFF....'])],
    ['is JSON of something else', new Blob(['{"format":"other","version":1}'])],
    ['is a list', new Blob(['[]'])],
    ['lacks the consent', fileOf({ consent: undefined })],
    ['has an empty consent', fileOf({ consent: { statement: '', givenAt: '2026-01-02T03:04:00.000Z' } })],
    ['has no name', fileOf({ name: '  ' })],
    ['has a transcript that is no text', fileOf({ transcript: { text: 7, language: 'en', edited: false } })],
    ['has a prompt that is not base64', fileOf(prompt(wav(), '§§§'))],
    ['has a prompt with one flipped bit', fileOf(prompt(wav(), Buffer.from(damaged).toString('base64')))],
    ['has a prompt that is no WAV', fileOf({}, headless)],
    ['has a prompt at another rate', fileOf({}, wav(16_000))],
    ['has a prompt that lost its end', fileOf({}, wav().slice(0, -100))],
  ])('is refused when it %s', async (_, file) => {
    await expect(voiceFileCodec.decode(file)).rejects.toMatchObject({ code: 'voice-file-invalid' })
  })

  it('that is far too large is refused unread', async () => {
    const large = new Blob([new Uint8Array(101 * 1024 * 1024)])
    await expect(voiceFileCodec.decode(large)).rejects.toThrow(/too many/)
  })

  it('says where the first flaw is', async () => {
    await expect(voiceFileCodec.decode(fileOf({ consent: { statement: 'x', givenAt: 'yesterday' } }))).rejects.toThrow(
      /consent\.givenAt/,
    )
  })

  it('of a newer version says so, whatever else is in it', async () => {
    const file = new Blob(['{"format":"myna-voice","version":2,"shape":"unknown"}'])
    await expect(voiceFileCodec.decode(file)).rejects.toMatchObject({ code: 'voice-file-too-new' })
  })

  it('becomes a voice with a fresh id, its prompt byte for byte, its consent and its length', async () => {
    const first = await voiceFileCodec.decode(fileOf())
    const second = await voiceFileCodec.decode(fileOf())
    expect(first.id).not.toBe(second.id)
    expect(first).toEqual({
      id: first.id,
      name: 'Ada',
      createdAt: '2026-01-02T03:04:05.000Z',
      promptWav: wav().buffer,
      promptSeconds: 0.5,
      promptSha256: sha256(wav()),
      source: 'import',
      consent: { statement: 'This is my voice.', givenAt: '2026-01-02T03:04:00.000Z' },
    })
  })

  it('carries what is said in the prompt', async () => {
    const transcript = { text: 'Ask not “what”', language: 'en', edited: true }
    const voice = sampleVoice({ promptWav: wav().buffer, promptSha256: sha256(wav()), transcript })
    expect((await voiceFileCodec.decode(voiceFileCodec.encode(voice))).transcript).toEqual(transcript)
  })

  it('remembers that the noise was taken away, and says nothing where it was not', async () => {
    const voice = sampleVoice({ promptWav: wav().buffer, promptSha256: sha256(wav()) })
    expect(await voiceFileCodec.decode(voiceFileCodec.encode({ ...voice, isCleaned: true }))).toMatchObject({ isCleaned: true })
    expect(await voiceFileCodec.decode(voiceFileCodec.encode(voice))).not.toHaveProperty('isCleaned')
  })

  it('holds the published form of a voice', async () => {
    const voice = sampleVoice({ promptWav: wav().buffer, promptSha256: sha256(wav()), name: 'Žofie 🎙' })
    const json = JSON.parse(await voiceFileCodec.encode(voice).text()) as Record<string, unknown>
    expect(json).toEqual({
      format: 'myna-voice',
      version: 1,
      name: 'Žofie 🎙',
      createdAt: voice.createdAt,
      consent: voice.consent,
      ...prompt(wav()),
    })
  })

  it('takes along what was learned, and whether it speaks so', async () => {
    const voice = { engineId: 'kokoro', packKey: 'starter', format: 2, data: new Uint8Array([1, 2, 3]).buffer, summary: 'learned' } as const
    const learned = { voice, learnedAt: '2026-01-02T03:04:05.000Z', inUse: false }
    const saved = { ...sampleVoice(), promptWav: wav().buffer, promptSha256: sha256(wav()), learned }
    expect((await voiceFileCodec.decode(voiceFileCodec.encode(saved))).learned).toEqual(learned)
  })

  it('says what a mixture was made of, with every consent', async () => {
    const design = { wander: { older: 0.5, brighter: 0, deeper: -1, livelier: 0 }, timbre: 'own' } as const
    const mixedOf = [
      { name: 'Ada', share: 0.75, consent: { statement: 'This is my voice.', givenAt: '2026-01-02T03:04:00.000Z' } },
      { name: 'Bo', share: 0.25, consent: { statement: 'Bo agreed.', givenAt: '2026-01-03T03:04:00.000Z' } },
    ]
    const saved = { ...sampleVoice(), promptWav: wav().buffer, promptSha256: sha256(wav()), source: 'mixture', mixedOf, design } as const
    const decoded = await voiceFileCodec.decode(voiceFileCodec.encode(saved))
    expect(decoded.mixedOf).toEqual(mixedOf)
    expect(decoded.design).toEqual(design)
    await expect(voiceFileCodec.decode(fileOf({ mixedOf: [{ name: 'Ada', share: 1 }] }))).rejects.toThrow(/mixedOf\.0\.consent/)
  })

  describe('with moods', () => {
    const loud = wav().map((byte, at) => (at > 44 ? byte ^ 1 : byte))
    const excited = { name: 'excited', promptWav: loud.buffer, promptSeconds: 0.5, promptSha256: sha256(loud), isCleaned: true, transcript: { text: 'Hey!', language: 'en', edited: false } } as const
    const learned = { voice: { engineId: 'kokoro', packKey: 'starter', format: 2, data: new ArrayBuffer(2), summary: '' }, learnedAt: '2026-01-02T03:04:05.000Z', inUse: true, promptSha256: excited.promptSha256 } as const
    const saved = sampleVoice({ promptWav: wav().buffer, promptSha256: sha256(wav()), moodName: 'calm', moods: [excited], learned })

    it('comes back whole', async () => {
      const back = await voiceFileCodec.decode(voiceFileCodec.encode(saved))
      expect(back).toEqual({ ...saved, id: back.id, promptSeconds: 0.5, source: 'import' })
    })

    it('is a file whose own prompt stands where it stood before there were moods', async () => {
      const json = JSON.parse(await voiceFileCodec.encode(saved).text()) as Record<string, unknown>
      expect(json).toMatchObject({ version: 1, ...prompt(wav()), moods: [{ name: 'excited', ...prompt(loud) }] })
    })

    it.each([
      ['has a mood with one flipped bit', [{ name: 'excited', prompt: { mediaType: 'audio/wav', sha256: sha256(loud), base64: Buffer.from(wav()).toString('base64') } }], /mood “excited” is damaged/],
      ['has two moods of one name', [{ name: 'sad', ...prompt(wav()) }, { name: 'Sad', ...prompt(loud) }], /two moods of one name/],
      ['has a mood that no text could ask for', [{ name: 'a]b', ...prompt(loud) }], /moods\.0\.name/],
      ['has a mood without a recording', [{ name: 'sad' }], /moods\.0\.prompt/],
    ])('is refused when it %s', async (_, moods, reason) => {
      await expect(voiceFileCodec.decode(fileOf({ moods }))).rejects.toThrow(reason)
    })
  })

  it('is refused where what was learned is no bytes', async () => {
    const learned = { learnedAt: '2026-01-02T03:04:05.000Z', inUse: true, engineId: 'kokoro', packKey: 'starter', format: 2, summary: '', base64: '§§' }
    await expect(voiceFileCodec.decode(fileOf({ learned }))).rejects.toMatchObject({ code: 'voice-file-invalid' })
  })
})
