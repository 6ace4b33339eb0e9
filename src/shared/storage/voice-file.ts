import * as v from 'valibot'
import { MynaError } from '../protocol/errors'
import type { KeptPrompt, LearnedVoice, SavedVoice, VoiceMood } from '../protocol/records'
import { promptWavSeconds } from './prompt-wav'
import type { VoiceFileCodec } from './services'
import { sha256Hex } from './sha256-hex'

/**
 * A voice as one file, `<name>.myna-voice`: JSON with the prompt in base64. Version 1:
 * `{ format, version, name, createdAt, consent: { statement, givenAt }, prompt: { mediaType, sha256, base64 } }`, and
 * `transcript: { text, language, edited }` where the prompt was written down, `isCleaned: true` where its noise was taken away,
 * `learned: { learnedAt, inUse, engineId, packKey, format, summary, base64 }` where an engine learned it, which takes a minute,
 * `mixedOf: [{ name, share, consent }]` where it was mixed from others, `design` where it was designed from one, `moodName` and `moods: [{ name, isCleaned, transcript, prompt }]`
 * where it has more than one mood: the prompt is the one that speaks where none is asked for. What engines make of a prompt at once
 * is not in it: every engine makes it again.
 *
 * Versions of this app that know no moods read the same file: they take its own prompt, leave the moods out without a word, and
 * refuse it as no voice file above 40 MiB, which is a quarter of an hour of recordings.
 */
const VOICE_FILE_FORMAT = 'myna-voice'
const VERSION = 1
const MEDIA_TYPE = 'application/vnd.myna.voice+json'

/**
 * The longest prompt that the app ever took, 10 minutes, is 38.4 MB in base64; eight moods of two minutes are 61 MB. Anything above is
 * no voice file.
 */
const MAX_FILE_BYTES = 100 * 1024 * 1024

const envelopeSchema = v.object({ format: v.literal(VOICE_FILE_FORMAT), version: v.pipe(v.number(), v.integer()) })

const isoTimeSchema = v.pipe(v.string(), v.isoTimestamp())

const consentSchema = v.object({ statement: v.pipe(v.string(), v.minLength(1)), givenAt: isoTimeSchema })

/** How far a voice was moved one way or the other. */
const slider = v.pipe(v.number(), v.minValue(-1), v.maxValue(1))

const isCleanedSchema = v.optional(v.literal(true))

const transcriptSchema = v.optional(v.object({ text: v.pipe(v.string(), v.maxLength(20_000)), language: v.nullable(v.string()), edited: v.boolean() }))

const promptSchema = v.object({
  mediaType: v.literal('audio/wav'),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  base64: v.string(),
})

/** Text asks for a mood as `[mood: name]`. */
const moodNameSchema = v.pipe(v.string(), v.trim(), v.maxLength(200), v.regex(/^[^[\]]+$/, 'no name of a mood'))

const moodsSchema = v.pipe(
  v.array(v.object({ name: moodNameSchema, isCleaned: isCleanedSchema, transcript: transcriptSchema, prompt: promptSchema })),
  v.check((moods) => new Set(moods.map(({ name }) => name.toLowerCase())).size === moods.length, 'two moods of one name'),
)

const voiceFileSchema = v.object({
  format: v.literal(VOICE_FILE_FORMAT),
  version: v.literal(VERSION),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  createdAt: isoTimeSchema,
  consent: consentSchema,
  isCleaned: isCleanedSchema,
  transcript: transcriptSchema,
  moodName: v.optional(moodNameSchema),
  moods: v.optional(moodsSchema),
  learned: v.optional(
    v.object({
      learnedAt: isoTimeSchema,
      inUse: v.boolean(),
      engineId: v.picklist(['kokoro', 'pocket-tts']),
      packKey: v.pipe(v.string(), v.maxLength(400)),
      format: v.pipe(v.number(), v.integer()),
      summary: v.pipe(v.string(), v.maxLength(1000)),
      promptSha256: v.optional(v.string()),
      base64: v.string(),
    }),
  ),
  mixedOf: v.optional(v.array(v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), share: v.pipe(v.number(), v.minValue(0), v.maxValue(1)), consent: consentSchema }))),
  design: v.optional(v.object({ wander: v.object({ older: slider, brighter: slider, deeper: slider, livelier: slider }), timbre: v.picklist(['own', 'other', 'hidden']) })),
  prompt: promptSchema,
})

export const voiceFileCodec: VoiceFileCodec = {
  encode({ name, createdAt, consent, learned, mixedOf, design, moodName, moods, ...prompt }) {
    const file: v.InferOutput<typeof voiceFileSchema> = {
      format: VOICE_FILE_FORMAT,
      version: VERSION,
      name,
      createdAt,
      consent: { statement: consent.statement, givenAt: consent.givenAt },
      ...(learned && { learned: writeLearned(learned) }),
      ...(mixedOf && { mixedOf: mixedOf.map((part) => ({ ...part })) }),
      ...(design && { design: { ...design, wander: { ...design.wander } } }),
      ...(moodName !== undefined && { moodName }),
      ...(moods && { moods: moods.map((mood) => ({ name: mood.name, ...writePrompt(mood) })) }),
      ...writePrompt(prompt),
    }
    return new Blob([JSON.stringify(file, null, 2)], { type: MEDIA_TYPE })
  },

  async decode(file): Promise<SavedVoice> {
    const { name, createdAt, consent, learned, mixedOf, design, moodName, moods, ...own } = check(await readJson(file))
    const prompt = await readPrompt(own, 'the prompt')
    const others: VoiceMood[] = []
    for (const mood of moods ?? []) others.push({ name: mood.name, ...(await readPrompt(mood, `the prompt of the mood “${mood.name}”`)) })
    return {
      id: crypto.randomUUID(),
      name,
      createdAt,
      source: 'import',
      consent,
      ...prompt,
      ...(learned && { learned: readLearned(learned) }),
      ...(mixedOf && { mixedOf }),
      ...(design && { design }),
      ...(moodName !== undefined && { moodName }),
      ...(moods && { moods: others }),
    }
  },
}

type PromptInFile = Pick<v.InferOutput<typeof voiceFileSchema>, 'isCleaned' | 'transcript' | 'prompt'>

function writePrompt({ isCleaned, transcript, promptSha256, promptWav }: KeptPrompt): PromptInFile {
  return {
    ...(isCleaned && { isCleaned }),
    ...(transcript && { transcript }),
    prompt: { mediaType: 'audio/wav', sha256: promptSha256, base64: toBase64(new Uint8Array(promptWav)) },
  }
}

async function readPrompt({ isCleaned, transcript, prompt }: PromptInFile, what: string): Promise<KeptPrompt> {
  const wav = decodeBytes(prompt.base64, what)
  if ((await sha256Hex(wav)) !== prompt.sha256) throw invalid(`${what} is damaged: its hash does not match`)
  const promptSeconds = promptWavSeconds(wav)
  if (promptSeconds === null) throw invalid(`${what} is not 16-bit mono 24 kHz WAV`)
  return { promptWav: wav.buffer, promptSeconds, promptSha256: prompt.sha256, ...(isCleaned && { isCleaned }), ...(transcript && { transcript }) }
}

async function readJson(file: Blob): Promise<unknown> {
  if (file.size > MAX_FILE_BYTES) throw invalid(`${file.size} bytes are too many for a voice`)
  const text = await file.text()
  try {
    return JSON.parse(text) as unknown
  } catch (thrown) {
    throw invalid('not JSON', thrown)
  }
}

/** The version first: a newer file may look different in everything else. */
function check(json: unknown): v.InferOutput<typeof voiceFileSchema> {
  const envelope = v.safeParse(envelopeSchema, json)
  if (!envelope.success) throw invalid('not a voice file')
  const { version } = envelope.output
  if (version > VERSION) {
    throw new MynaError('voice-file-too-new', `version ${version}; this app reads up to ${VERSION}`)
  }
  const parsed = v.safeParse(voiceFileSchema, json)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw invalid(`${v.getDotPath(issue) ?? 'file'}: ${issue.message}`)
}

type LearnedInFile = NonNullable<v.InferOutput<typeof voiceFileSchema>['learned']>

function writeLearned({ learnedAt, inUse, promptSha256, voice: { engineId, packKey, format, summary, data } }: LearnedVoice): LearnedInFile {
  return { learnedAt, inUse, engineId, packKey, format, summary, ...(promptSha256 !== undefined && { promptSha256 }), base64: toBase64(new Uint8Array(data)) }
}

function readLearned({ learnedAt, inUse, promptSha256, base64, ...voice }: LearnedInFile): LearnedVoice {
  return { learnedAt, inUse, ...(promptSha256 !== undefined && { promptSha256 }), voice: { ...voice, data: decodeBytes(base64, 'what was learned').buffer } }
}

function decodeBytes(base64: string, what: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(base64)
  } catch (thrown) {
    throw invalid(`${what} is not base64`, thrown)
  }
}

function invalid(detail: string, cause?: unknown): MynaError {
  return new MynaError('voice-file-invalid', detail, { cause })
}

/** Arguments that `String.fromCharCode` takes at once without a stack overflow in any engine. */
const PIECE_BYTES = 0x8000

/** Standard base64 with padding (RFC 4648, section 4). */
function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES))
  }
  return btoa(binary)
}

/** Throws a DOMException when `text` is not base64. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
