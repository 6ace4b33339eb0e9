import type { SpeakingRules } from '../../../../formats/checkpoint/model-config'

/** How a model wants its text. */
export interface TextRules {
  /** What stands for characters that its training text lacked; the empty text deletes. */
  readonly replaceCharacters: ReadonlyMap<string, string>
  /** Semicolons are read as commas. */
  readonly removeSemicolons: boolean
  /** A text without a mark at its end gets a full stop. */
  readonly endsSentences: boolean
  /** Its first letter becomes a capital. */
  readonly capitalises: boolean
  /** Texts of up to four words get spaces in front. */
  readonly padsShortTexts: boolean
  /** Frames after the announced end; null leaves it to the text's length. */
  readonly framesAfterEnd: number | null
}

/** The same, and how it speaks where nothing else is asked for. */
export interface SpeakingTraits extends TextRules {
  readonly temperature: number
  /** The logit above which speech has ended. */
  readonly endThreshold: number
}

/** Of the official code (kyutai-labs/pocket-tts 4.0.1, `Config`), where a configuration says nothing. */
const TEMPERATURE = 0.3
const END_THRESHOLD = -4

export function speakingTraits(rules: SpeakingRules): SpeakingTraits {
  return {
    replaceCharacters: new Map(Object.entries(rules.replace_characters ?? {})),
    removeSemicolons: rules.remove_semicolons ?? false,
    endsSentences: rules.append_terminal_punctuation ?? true,
    capitalises: rules.capitalize_first_letter ?? true,
    padsShortTexts: rules.pad_with_spaces_for_short_inputs ?? false,
    framesAfterEnd: rules.model_recommended_frames_after_eos ?? null,
    temperature: rules.default_temperature ?? TEMPERATURE,
    endThreshold: rules.default_eos_threshold ?? END_THRESHOLD,
  }
}

const APOSTROPHES = { '‘': "'", '’': "'" }
const NO_QUOTES = { ...APOSTROPHES, '"': '', '“': '', '”': '', '„': '', '«': '', '»': '', '(': '', ')': '', '[': '', ']': '', '–': ',' }

/** Rules of Kyutai's own models by the beginning of their names, the more special first. */
const OFFICIAL: readonly (readonly [name: RegExp, rules: SpeakingRules])[] = [
  [/^english_\d+m(_|$)/, { replace_characters: { ...APOSTROPHES, '–': ',', '—': ',' }, default_eos_threshold: -1 }],
  [/^english_2026-01/, { replace_characters: APOSTROPHES, pad_with_spaces_for_short_inputs: true }],
  [/^english/, { replace_characters: APOSTROPHES }],
  [/^(dutch|italian|portuguese)/, { replace_characters: NO_QUOTES }],
  [/^french/, { replace_characters: { ...NO_QUOTES, ':': ',' }, remove_semicolons: true }],
  [/^german/, { replace_characters: { ...NO_QUOTES, '—': ',' }, remove_semicolons: true }],
  [/^spanish/, { replace_characters: { ...NO_QUOTES, '¡': '', '¿': '' } }],
]

/**
 * The rules of Kyutai's model of one of these names ("english_2m_refl_2026-10"), for files that do not say them: bundles of graphs
 * name the configuration that they were made of. Of another model nothing is known but that plain apostrophes suit all.
 */
export function officialRules(...names: readonly string[]): SpeakingRules {
  const known = names.flatMap((name) => OFFICIAL.find(([pattern]) => pattern.test(name))?.[1] ?? [])
  return known[0] ?? { replace_characters: APOSTROPHES }
}
