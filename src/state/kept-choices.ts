import * as v from 'valibot'
import { DEFAULT_SPEAK_SETTINGS } from '../shared/protocol/engine'
import type { SettingsRepository } from '../shared/storage/services'
import { speakSettingsEntries } from '../shared/storage/speak-settings-schema'

const castRole = v.object({ name: v.string(), voiceId: v.string(), prosody: v.object({ pace: v.number(), pitchSemitones: v.number(), gainDb: v.number() }) })
const emptyCast = (): v.InferOutput<typeof cast> => ({ isOn: false, roles: [], gapSeconds: null })
const cast = v.object({ isOn: v.boolean(), roles: v.array(castRole), gapSeconds: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(3))) })

/** Small choices that outlive a reload, one record per key. Whatever is unreadable falls back to the default. */
const schemas = {
  draft: v.fallback(v.object({ text: v.string(), language: v.string(), leavesOutCode: v.optional(v.boolean(), false), cast: v.optional(cast, emptyCast) }), {
    text: '',
    language: 'en-US',
    leavesOutCode: false,
    cast: emptyCast(),
  }),
  reading: v.fallback(
    v.object({
      ...speakSettingsEntries,
      seedPinned: v.boolean(),
    }),
    { ...DEFAULT_SPEAK_SETTINGS, seedPinned: false },
  ),
  choices: v.fallback(
    v.object({
      voiceId: v.nullable(v.string()),
      packId: v.nullable(v.string()),
      executionProvider: v.picklist(['automatic', 'wasm', 'webgpu']),
      threads: v.pipe(v.number(), v.integer(), v.minValue(0)),
      microphoneId: v.nullable(v.string()),
    }),
    { voiceId: null, packId: null, executionProvider: 'automatic', threads: 0, microphoneId: null },
  ),
  acceptedLicences: v.fallback(v.array(v.string()), (): string[] => []),
  /** The person's access token for Hugging Face; null unless they asked to keep it. */
  hubToken: v.fallback(v.nullable(v.string()), null),
  pronunciations: v.fallback(
    v.array(v.object({ written: v.string(), spoken: v.string(), language: v.string() })),
    (): { written: string; spoken: string; language: string }[] => [],
  ),
  checking: v.fallback(
    v.object({
      checksReadings: v.boolean(),
      retryLimit: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3)),
      bestOf: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)), 1),
    }),
    { checksReadings: true, retryLimit: 0, bestOf: 1 },
  ),
  learning: v.fallback(v.object({ learnsSavedVoices: v.boolean() }), { learnsSavedVoices: false }),
  listening: v.fallback(
    v.object({ playbackSpeed: v.pipe(v.number(), v.minValue(0.5), v.maxValue(2)), leftOffAt: v.record(v.string(), v.pipe(v.number(), v.minValue(0))) }),
    { playbackSpeed: 1, leftOffAt: {} },
  ),
  deviceSpeed: v.fallback(v.nullable(v.object({ rounded: v.pipe(v.number(), v.gtValue(0)), float: v.pipe(v.number(), v.gtValue(0)) })), null),
  soundFiles: v.fallback(
    v.object({
      format: v.picklist(['wav', 'mp3', 'opus', 'flac', 'm4a']),
      bits: v.picklist([16, 24, 32]),
      sampleRate: v.picklist([24_000, 48_000]),
      loudness: v.picklist(['as-made', 'podcast', 'audiobook', 'acx', 'broadcast']),
    }),
    { format: 'wav', bits: 16, sampleRate: 24_000, loudness: 'as-made' },
  ),
  measuredRtf: v.fallback(v.record(v.string(), v.pipe(v.number(), v.minValue(0))), {}),
} as const

export type KeptChoices = { readonly [Key in keyof typeof schemas]: v.InferOutput<(typeof schemas)[Key]> }

/** Lists that every tab adds to: what one tab knows of them is never the whole. */
export type SharedChoice = 'pronunciations'

/** What is kept of one, as it was read. */
export function keptChoice<Key extends SharedChoice>(key: Key, value: unknown): KeptChoices[Key] {
  return v.parse(schemas[key], value)
}

/** Reads all choices. Rejects with `storage-unavailable` where nothing can be read. */
export async function readKeptChoices(settings: SettingsRepository): Promise<KeptChoices> {
  const [draft, reading, choices, acceptedLicences, hubToken, pronunciations, checking, learning, listening, deviceSpeed, soundFiles, measuredRtf] = await Promise.all([
    settings.read('draft'),
    settings.read('reading'),
    settings.read('choices'),
    settings.read('acceptedLicences'),
    settings.read('hubToken'),
    settings.read('pronunciations'),
    settings.read('checking'),
    settings.read('learning'),
    settings.read('listening'),
    settings.read('deviceSpeed'),
    settings.read('soundFiles'),
    settings.read('measuredRtf'),
  ])
  return {
    draft: v.parse(schemas.draft, draft),
    reading: v.parse(schemas.reading, reading),
    choices: v.parse(schemas.choices, choices),
    acceptedLicences: v.parse(schemas.acceptedLicences, acceptedLicences),
    hubToken: v.parse(schemas.hubToken, hubToken),
    pronunciations: v.parse(schemas.pronunciations, pronunciations),
    checking: v.parse(schemas.checking, checking),
    learning: v.parse(schemas.learning, learning),
    listening: v.parse(schemas.listening, listening),
    deviceSpeed: v.parse(schemas.deviceSpeed, deviceSpeed),
    soundFiles: v.parse(schemas.soundFiles, soundFiles),
    measuredRtf: v.parse(schemas.measuredRtf, measuredRtf),
  }
}

/** What holds before anything was read. */
export const defaultChoices: KeptChoices = {
  draft: v.getFallback(schemas.draft),
  reading: v.getFallback(schemas.reading),
  choices: v.getFallback(schemas.choices),
  acceptedLicences: v.getFallback(schemas.acceptedLicences),
  hubToken: v.getFallback(schemas.hubToken),
  pronunciations: v.getFallback(schemas.pronunciations),
  checking: v.getFallback(schemas.checking),
  learning: v.getFallback(schemas.learning),
  listening: v.getFallback(schemas.listening),
  deviceSpeed: v.getFallback(schemas.deviceSpeed),
  soundFiles: v.getFallback(schemas.soundFiles),
  measuredRtf: v.getFallback(schemas.measuredRtf),
}

/** Keeps small choices on the device as they change, and gives them back. */
export interface ChoiceKeeper {
  /** Writes soon what belongs to `key` in the state of that moment; nothing over what could not be read. */
  keep(key: Exclude<keyof KeptChoices, SharedChoice>): void
  /** What is kept now. Rejects where it cannot be read. */
  read<Key extends SharedChoice>(key: Key): Promise<KeptChoices[Key]>
  /** Keeps what is made of what is kept now, and resolves to it. Rejects where it cannot be kept, and with errors of `changed`. */
  change<Key extends SharedChoice>(key: Key, changed: (kept: KeptChoices[Key]) => KeptChoices[Key]): Promise<KeptChoices[Key]>
  /** Calls `listener` with what was kept, whenever that is read. */
  onRestore(listener: (kept: KeptChoices) => void): void
  /** Reads what was kept and hands it out. Never rejects: what cannot be read is said, and is the default. */
  restore(): Promise<KeptChoices>
}
