import { describe, expect, it } from 'vitest'
import { DEFAULT_SPEAK_SETTINGS, type PreparedVoice, type SpeakEvent } from '../../src/shared/protocol/engine'
import { MynaError } from '../../src/shared/protocol/errors'
import type { SpeakRequest } from '../../src/shared/protocol/inference'
import { PLAIN_PROSODY, type Passage } from '../../src/shared/protocol/script'
import type { TextRequest, VoiceEngine } from './engines/voice-engine'
import { askedChunks } from './engines/asked-chunks'
import { speakPassages } from './passages'
import { engineCall } from '#fixtures/bundle-context'

const voices = ['anna', 'ben'].map((summary): PreparedVoice => ({ engineId: 'kokoro', packKey: 'key', format: 1, data: new ArrayBuffer(0), summary }))

/** An engine of one chunk a sentence, whose one sample tells its place in the reading and its voice. */
function fakeEngine(paces = true) {
  const asked: TextRequest[] = []
  const ended: string[] = []
  const engine: Pick<VoiceEngine, 'description' | 'speak'> = {
    description: { paces, sampleRate: 24_000 } as VoiceEngine['description'],
    async *speak(request) {
      asked.push(request)
      try {
        await Promise.resolve()
        const sentences = request.text.match(/[a-z]+\./g) ?? []
        if (sentences.length === 0) throw new MynaError('text-unspeakable', 'no words')
        yield { type: 'plan', chunks: sentences.map((text) => ({ text, estimatedSeconds: 1 })) }
        for (const [chunkIndex] of askedChunks(sentences, request.chunks, request.firstChunk ?? 0)) {
          yield { type: 'audio', chunkIndex, samples: Float32Array.of(chunkIndex + (request.voice.summary === 'ben' ? 0.5 : 0)), endsChunk: true }
        }
      } finally {
        ended.push(request.text)
      }
    },
  }
  return { engine, asked, ended }
}

function passage(text: string, voice: number, more: Partial<Passage> = {}): Passage {
  return { text, voice, prosody: PLAIN_PROSODY, ...more }
}

const dialogue = [passage('one. two.', 0), passage('three.', 1), passage('four.', 0)]

function request(change: Partial<SpeakRequest> = {}): SpeakRequest {
  return { passages: dialogue, voices, language: 'en-US', settings: DEFAULT_SPEAK_SETTINGS, ...change }
}

async function events(engine: Pick<VoiceEngine, 'description' | 'speak'>, change: Partial<SpeakRequest> = {}): Promise<SpeakEvent[]> {
  const all: SpeakEvent[] = []
  for await (const event of speakPassages(engine, request(change), engineCall())) all.push(event)
  return all
}

const sounds = (all: readonly SpeakEvent[]) => all.flatMap((event) => (event.type === 'audio' ? [[event.chunkIndex, event.samples[0]]] : []))

describe('a reading of several passages', () => {
  it('has one plan and counts its chunks through, each with its voice', async () => {
    const [plan, ...rest] = await events(fakeEngine().engine)
    expect(plan).toEqual({
      type: 'plan',
      chunks: [
        { text: 'one.', estimatedSeconds: 1 },
        { text: 'two.', estimatedSeconds: 1 },
        { text: 'three.', estimatedSeconds: 1, passage: 1 },
        { text: 'four.', estimatedSeconds: 1, passage: 2 },
      ],
    })
    expect(sounds(rest)).toEqual([[0, 0], [1, 1], [2, 2.5], [3, 3]])
  })

  it.each([[{ from: 1, to: 3 }, [1, 2.5]], [{ from: 3, to: 4 }, [3]], [{ from: 0, to: 0 }, []]])('says chunks %o of the whole', async (chunks, samples) => {
    const all = await events(fakeEngine().engine, { chunks })
    expect(all[0]).toMatchObject({ type: 'plan', chunks: { length: 4 } })
    expect(sounds(all).map(([, sample]) => sample)).toEqual(samples)
  })

  it('asks for the gap before a passage behind the one that makes it', async () => {
    const { engine, asked } = fakeEngine()
    await events(engine, { passages: [passage('one.', 0), passage('two.', 1, { gapSeconds: 0.75 }), passage('three.', 0, { gapSeconds: 0 }), passage('four.', 1)] })
    expect(asked.map(({ text, goesOn = false }) => [text, goesOn])).toEqual([
      ['one. [pause 0.75s]', true], ['two. [pause 0.01s]', true], ['three.', true], ['four.', false],
    ])
  })

  it('is paced by an engine that can, and shaped for any other', async () => {
    const passages = [passage('one.', 0, { prosody: { ...PLAIN_PROSODY, pace: 1.25 } }), passage('two.', 0, { gapSeconds: 1 })]
    const asked = async (paces: boolean) => {
      const { engine, asked: requests } = fakeEngine(paces)
      const [plan] = await events(engine, { passages })
      return { seconds: plan?.type === 'plan' && plan.chunks.map(({ estimatedSeconds }) => estimatedSeconds), requests }
    }
    const own = await asked(true)
    expect(own.requests.map(({ settings }) => settings.speed)).toEqual([1.25, 1])
    expect(own.seconds).toEqual([1, 1])
    const shaped = await asked(false)
    expect(shaped.seconds).toEqual([0.8, 1])
    // The silence is shaped with the passage that it is behind.
    expect(shaped.requests[0]?.text).toBe('one. [pause 1.25s]')
  })

  it('adds what a passage asks for to what the whole does, within what a voice can', async () => {
    const { engine, asked } = fakeEngine()
    const prosody = { pace: 1.6, pitchSemitones: -4, gainDb: 3 }
    await events(engine, { passages: [passage('one.', 0, { prosody })], settings: { ...DEFAULT_SPEAK_SETTINGS, speed: 1.5, pitchSemitones: -3, gainDb: 3 } })
    expect(asked[0]?.settings).toMatchObject({ speed: 2, pitchSemitones: -6, gainDb: 6 })
  })

  it('passes over what has no words', async () => {
    const all = await events(fakeEngine().engine, { passages: [passage('—', 1), passage('one.', 0), passage('* * *', 0), passage('two.', 1)] })
    expect(sounds(all)).toEqual([[0, 0], [1, 1.5]])
  })

  it('ends what it began when nobody listens any more', async () => {
    const { engine, ended } = fakeEngine()
    const reading = speakPassages(engine, request(), engineCall())
    await reading.next()
    await reading.return()
    expect(ended).toHaveLength(dialogue.length)
  })
})

describe('refuses', () => {
  it.each([
    ['text-unspeakable', { passages: [passage('—', 0), passage('…', 1)] }],
    ['text-empty', { passages: [] }],
    ['text-too-long', { passages: [passage('a '.repeat(30_000), 0), passage('b '.repeat(30_000), 1)] }],
    ['model-mismatch', { passages: [passage('one.', 0), passage('two.', 2)] }],
    ['model-mismatch', { guide: { samples: new Float32Array(10), sampleRate: 10 } }],
  ] as const)('with %s', async (code, change) => {
    await expect(events(fakeEngine().engine, change)).rejects.toMatchObject({ code })
  })

  it('what the engine cannot do in any passage', async () => {
    const { engine } = fakeEngine()
    const failing = { ...engine, async *speak() { await Promise.reject(new MynaError('out-of-memory', 'full')); yield* [] } }
    await expect(events(failing)).rejects.toMatchObject({ code: 'out-of-memory' })
  })
})
