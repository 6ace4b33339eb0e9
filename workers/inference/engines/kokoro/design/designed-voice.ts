import { createRandom } from '../../../../../src/shared/audio/random'
import { speakerSimilarity, STRANGERS_BELOW } from '../../../../../src/shared/audio/speaker-similarity'
import type { PreparedVoice, VoicePrompt } from '../../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { DesignedVoice, DesignRequest } from '../../../../../src/shared/protocol/inference'
import { activities } from '../../../../../src/shared/text/wording/english/progress'
import type { EngineCall, EngineFiles } from '../../voice-engine'
import type { PromptEmbedder } from '../prompt-embedder'
import { pitchRangeOf } from '../pitch-range'
import { heardPart } from '../starter-voice'
import { readStarterVoice, writeStarterVoice, type StarterVoice } from '../starter-voice-data'
import measuredStyles from '../style-features.json'
import { loadStyleModel, type StyleModel } from '../style-model'
import { coordinatesOf } from '../style-space'
import { mixStyleTables, readStyleTable, STYLE_WIDTH, TIMBRE_WIDTH } from '../style-table'
import { likeness, predict } from '../voice-forecast'
import { besideStyle, type ProsodyReader } from '../voice-prosody'
import { wanderPitch, wanderTable } from './wandering'

/** Blends that are thought of, and how many of the best are heard, where somebody is to be hidden. */
const THOUGHT_OF = 120
const HEARD = 6
/** What a blend is worth less for a squared semitone that its pitch is off: pitch is moved, but not far. */
const PITCH_WORTH = 0.006
const NETWORK_RATE = 24_000

export interface DesignParts {
  readonly packKey: string
  readonly files: EngineFiles
  readonly reader: ProsodyReader
  /** Null where nobody can listen: nobody can be hidden then. */
  readonly embedder: PromptEmbedder | null
  /** Says a sentence, mono at 24 kHz. */
  readonly speak: (voice: StarterVoice) => Promise<Float32Array>
}

/**
 * A voice made of another one: moved as asked, or, with a seed, with the timbre of others instead of its own; pitch range, liveliness and
 * pace stay but for what was asked. Where somebody is to be hidden, blends are tried until the speaker encoder hears a stranger.
 * Errors: `model-mismatch`, `voice-not-hidden` (none was far enough), `inference-failed`, `aborted`, those of the parts.
 */
export async function designStarterVoice({ voice, wander, timbre }: DesignRequest, parts: DesignParts, call: EngineCall): Promise<DesignedVoice> {
  const source = readStarterVoice(voice, parts.packKey)
  const model = await loadStyleModel()
  const moved = await withPitch(source, wander, parts.reader)

  async function finished(style: Pick<StarterVoice, 'table' | 'deltas'>): Promise<StarterVoice> {
    const table = wanderTable(model.space, style.table, wander)
    return { table, ...(style.deltas && { deltas: style.deltas }), prosody: await besideStyle(moved.prosody, table, parts.reader) }
  }
  const written = (made: StarterVoice, how: string): PreparedVoice => writeStarterVoice(parts.packKey, made, `${how} of ${voice.summary}`)

  if (!timbre) return { voice: written(await finished(source), 'moved'), likeness: null }
  const blends = createBlends(await readTimbres(parts.files), source.table, timbre.seed)
  const before = (await parts.speak(source)).length
  if (!timbre.hiddenFrom) {
    const made = await finished({ table: blends() })
    return { voice: written(asFast(made, (await parts.speak(made)).length / before), 'another timbre'), likeness: null }
  }
  const hidden = await hide(timbre.hiddenFrom, blends, { ...parts, model, call, finished, mean: moved.prosody.pitch?.person.mean ?? null })
  return { voice: written(asFast(hidden.made, hidden.sound.length / before), 'another timbre'), likeness: hidden.likeness }
}

/** A voice that takes so many times as long as it should, at the right pace: what was learned of a person, pace included, went with the timbre. */
function asFast(voice: StarterVoice, longer: number): StarterVoice {
  return { ...voice, prosody: { ...voice.prosody, pace: voice.prosody.pace * longer } }
}

/** The voice with its pitch moved as asked; the style's own where no person's is known. */
async function withPitch(source: StarterVoice, wander: DesignRequest['wander'], reader: ProsodyReader): Promise<StarterVoice> {
  const { pitch, pace } = source.prosody
  const own = pitch?.own ?? pitchRangeOf(...(await reader.pitchOf(source.table)))
  if (!own) return source
  return { ...source, prosody: { pace, pitch: { own, person: wanderPitch(pitch?.person ?? own, wander) } } }
}

/** The published styles of English. */
async function readTimbres(files: EngineFiles): Promise<readonly Float32Array[]> {
  const tables: Float32Array[] = []
  for (const { name } of measuredStyles) tables.push(readStyleTable(await files.read(`voices/${name}.bin`)))
  return tables
}

/** Gives one blend after another: the timbre of three styles in random shares, and the manner of `table`. */
function createBlends(timbres: readonly Float32Array[], table: Float32Array, seed: number): () => Float32Array<ArrayBuffer> {
  const random = createRandom(seed)
  return () => {
    const parts = Array.from({ length: 3 }, () => ({ table: timbres[Math.floor(random.uniform() * timbres.length)] ?? table, weight: -Math.log(1 - random.uniform()) }))
    const whole = parts.reduce((sum, { weight }) => sum + weight, 0)
    const blend = mixStyleTables(parts.map((part) => ({ ...part, weight: part.weight / whole })))
    for (const [at, value] of table.entries()) if (at % STYLE_WIDTH >= TIMBRE_WIDTH) blend[at] = value
    return blend
  }
}

interface HidingParts extends DesignParts {
  readonly model: StyleModel
  readonly call: EngineCall
  readonly finished: (style: Pick<StarterVoice, 'table'>) => Promise<StarterVoice>
  /** Mean of the logarithm of the pitch that the voice is to have. */
  readonly mean: number | null
}

/** The first of the blends most unlike the person that is heard as a stranger. */
async function hide(prompt: VoicePrompt, blends: () => Float32Array<ArrayBuffer>, parts: HidingParts): Promise<{ readonly made: StarterVoice; readonly sound: Float32Array; readonly likeness: number }> {
  const { embedder, model, call: { yieldPoint, onProgress } } = parts
  if (!embedder) throw new MynaError('voice-not-hidden', 'nobody can listen here')
  const { samples, sampleRate } = heardPart(prompt)
  const embedding = await embedder.embed(samples, sampleRate)
  const aim = { embedding, semitones: parts.mean === null ? null : (12 * parts.mean) / Math.LN2 }
  const thought: { readonly table: Float32Array<ArrayBuffer>; readonly worth: number }[] = []
  for (let at = 0; at < THOUGHT_OF; at++) {
    await yieldPoint()
    const table = blends()
    const heard = predict(model.forecast, coordinatesOf(model.space, table))
    const off = aim.semitones === null ? 0 : (heard[embedding.length] ?? 0) - aim.semitones
    thought.push({ table, worth: -Math.max(0, likeness(heard, aim)) - PITCH_WORTH * off ** 2 })
    // No more tables are held than are heard.
    thought.sort((a, b) => b.worth - a.worth).splice(HEARD)
  }
  let nearest = Infinity
  for (const [at, { table }] of thought.entries()) {
    onProgress({ fraction: at / HEARD, label: activities.listeningToVoice })
    const made = await parts.finished({ table })
    const sound = await parts.speak(made)
    const score = speakerSimilarity(await embedder.embed(sound, NETWORK_RATE), embedding)
    await yieldPoint()
    if (score < STRANGERS_BELOW) return { made, sound, likeness: score }
    nearest = Math.min(nearest, score)
  }
  throw new MynaError('voice-not-hidden', `the furthest of ${thought.length} was heard at ${nearest.toFixed(2)}`)
}
