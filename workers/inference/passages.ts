import type { VoiceShape } from '../../src/shared/audio/voice-shaper'
import type { ChunkPlan, SpeakEvent, SpeakSettings } from '../../src/shared/protocol/engine'
import { MynaError } from '../../src/shared/protocol/errors'
import type { SpeakRequest } from '../../src/shared/protocol/inference'
import { PLAIN_PROSODY, type Prosody } from '../../src/shared/protocol/script'
import { pauseTag } from '../../src/shared/text/normaliser/pause-tags'
import { findSpeakableProblem } from '../../src/shared/text/speakable'
import type { EngineCall, VoiceEngine } from './engines/voice-engine'
import { shapedSpeech, shapeFor } from './shaped-speech'

type Speech = AsyncGenerator<SpeakEvent, void, undefined>

/** A gap of no length is said to the engine as this: it takes 0 for "as usual". */
const LEAST_GAP_SECONDS = 0.01

/** What makes a passage silent when others have words: a row of dashes, a line in other writing. */
const NOTHING_TO_SAY: ReadonlySet<string> = new Set(['text-empty', 'text-unspeakable', 'text-script-unsupported'])

/**
 * Says a request's passages one after another, each with its voice and in its way. All of them are planned first and sent as one
 * plan, whose chunks are counted through: every chunk sounds the same whichever of them a request asks for. A passage without a word
 * is passed over; a request without any is refused. Errors: `text-*`, `model-mismatch` (a recording is to be followed in several
 * passages, or there is no such voice), those of the engine.
 */
export function speakPassages(engine: Pick<VoiceEngine, 'description' | 'speak'>, request: SpeakRequest, call: EngineCall): Speech {
  const { sampleRate } = engine.description
  return shapedSpeech(unshaped(engine, request, call), sampleRate, ({ passage }) => shapeOf(engine, request, passage))
}

async function* unshaped(engine: Pick<VoiceEngine, 'description' | 'speak'>, request: SpeakRequest, call: EngineCall): Speech {
  checkWhole(request)
  const speeches: Speech[] = []
  try {
    const chunks: ChunkPlan[] = []
    let refusal: MynaError | null = null
    for (const index of request.passages.keys()) {
      const speech = passageSpeech(engine, request, index, chunks.length, call)
      speeches.push(speech)
      try {
        chunks.push(...(await planOf(speech, index)))
      } catch (thrown) {
        if (!isSilent(thrown)) throw thrown
        refusal ??= thrown
      }
    }
    if (chunks.length === 0 && refusal) throw refusal
    yield { type: 'plan', chunks }
    for (const speech of speeches) yield* speech
  } finally {
    for (const speech of speeches) await speech.return()
  }
}

function checkWhole({ passages, language, guide }: SpeakRequest): void {
  if (guide && passages.length > 1) throw new MynaError('model-mismatch', 'a recording is followed in one passage only')
  const problem = findSpeakableProblem(passages.map(({ text }) => text).join('\n'), language)
  if (problem) throw new MynaError(problem.code, problem.detail)
}

/** One passage as the engine says it. The silence before the next passage is behind this one, which makes it. */
function passageSpeech(engine: Pick<VoiceEngine, 'description' | 'speak'>, request: SpeakRequest, index: number, firstChunk: number, call: EngineCall): Speech {
  const { passages, voices, chunks, language, varied, guide } = request
  const passage = passages[index]
  const voice = voices[passage?.voice ?? 0]
  if (!passage || !voice) throw new MynaError('model-mismatch', `passage ${index} has no voice`)
  const next = passages[index + 1]
  const gap = next?.gapSeconds
  const asked = {
    text: gap === undefined ? passage.text : `${passage.text} ${pauseTag(Math.max(LEAST_GAP_SECONDS, gap * shapeOf(engine, request, index).pace))}`,
    language,
    voice,
    settings: settingsIn(request.settings, passage.prosody),
    firstChunk,
    ...(varied !== undefined && { varied }),
    ...(guide && { guide }),
    ...(next && { goesOn: true }),
    ...(chunks && { chunks: { from: Math.max(0, chunks.from - firstChunk), to: Math.max(0, chunks.to - firstChunk) } }),
  }
  return engine.speak(asked, call)
}

function shapeOf({ description: { paces = false } }: Pick<VoiceEngine, 'description'>, { settings, passages }: SpeakRequest, passage = 0): VoiceShape {
  return shapeFor(settingsIn(settings, passages[passage]?.prosody ?? PLAIN_PROSODY), paces)
}

/** Of a passage: what the whole asks for, and its own on top, within what a voice can do. */
function settingsIn({ speed, pitchSemitones = 0, gainDb = 0, ...settings }: SpeakSettings, prosody: Prosody): SpeakSettings {
  return {
    ...settings,
    speed: within(speed * prosody.pace, 0.5, 2),
    pitchSemitones: within(pitchSemitones + prosody.pitchSemitones, -6, 6),
    gainDb: within(gainDb + prosody.gainDb, -12, 12),
  }
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

async function planOf(speech: Speech, passage: number): Promise<readonly ChunkPlan[]> {
  const { value: event } = await speech.next()
  if (event?.type !== 'plan') throw new MynaError('inference-failed', 'the engine speaks without a plan')
  return passage === 0 ? event.chunks : event.chunks.map((chunk) => ({ ...chunk, passage }))
}

function isSilent(thrown: unknown): thrown is MynaError {
  return thrown instanceof MynaError && NOTHING_TO_SAY.has(thrown.code)
}
