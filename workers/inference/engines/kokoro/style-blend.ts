import { semitonesOf, type VoiceFeatures } from '../../../../src/shared/audio/voice-features'

/** A published style and what its renderings measure. */
export interface MeasuredStyle {
  /** As published, e.g. "am_michael": accent (a, b), sex (f, m), name. */
  readonly name: string
  readonly features: VoiceFeatures
}

/** Part of a blend; the weights of a blend sum to 1. */
export interface StyleShare {
  readonly name: string
  readonly weight: number
}

/** More than three voices at once average out to nobody. */
const MAX_SHARES = 3
/** A share below this is not heard. */
const MIN_WEIGHT = 0.1

/**
 * Weights of the squared, standardised differences. Pitch is what a listener notices first and what the recording
 * chain leaves alone; slope and liveliness depend on the microphone and on the text read.
 */
const weights = { pitch: 4, spread: 0.5, resonance: 1, tilt: 0.5, envelope: 1 }

/**
 * Pitch says this much about the sex of a speaker at most (a likelihood ratio of 20, as a natural logarithm): a man
 * who addresses a crowd speaks as high as a woman on the telephone, but his vocal tract stays as long.
 */
const MAX_PITCH_EVIDENCE = 3

/** Squared distance below which a voice is taken for the style itself, whichever sex its numbers suggest. */
const SAME_VOICE = 0.25

/**
 * The published styles closest to a voice, nearest first, with weights that fall with the square of the distance.
 * All are of one sex: a blend across sounds like neither. Throws RangeError without styles.
 */
export function nearestStyles(voice: VoiceFeatures, styles: readonly MeasuredStyle[]): StyleShare[] {
  const distance = distanceMeasure(styles)
  const ranked = styles
    .map((style) => ({ name: style.name, squared: distance(voice, style.features) }))
    .sort((a, b) => a.squared - b.squared)
  const twin = ranked[0]
  if (!twin) throw new RangeError('no styles to blend')
  const sex = twin.squared < SAME_VOICE ? sexOf(twin.name) : likelierSex(voice, styles)
  const nearest = ranked.filter(({ name }) => sexOf(name) === sex).slice(0, MAX_SHARES)
  // The small term keeps an exact match finite: it then takes all of the weight but a thousandth.
  const shares = normalise(nearest.map(({ name, squared }) => ({ name, weight: 1 / (squared + 1e-3) })))
  return normalise(shares.filter(({ weight }) => weight >= MIN_WEIGHT))
}

/** One line for the curious: "am_michael 62 %, bm_george 38 %". */
export function describeBlend(shares: readonly StyleShare[]): string {
  return shares.map(({ name, weight }) => `${name} ${Math.round(weight * 100)} %`).join(', ')
}

function normalise(shares: readonly StyleShare[]): StyleShare[] {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0)
  return shares.map(({ name, weight }) => ({ name, weight: weight / total }))
}

/** As published names say it: "f" or "m". */
function sexOf(name: string): string {
  return name.charAt(1)
}

/**
 * The sex that the voice more likely has, judged by pitch and vocal tract against the means of both; where only one is
 * published, that one.
 */
function likelierSex(voice: VoiceFeatures, styles: readonly MeasuredStyle[]): string {
  const women = styles.filter(({ name }) => sexOf(name) === 'f')
  const men = styles.filter(({ name }) => sexOf(name) === 'm')
  if (women.length === 0) return 'm'
  if (men.length === 0) return 'f'
  const evidence = (measure: Measure) => logLikelihoodRatio(measure(voice), valuesOf(women, measure), valuesOf(men, measure))
  const pitchEvidence = Math.min(MAX_PITCH_EVIDENCE, Math.max(-MAX_PITCH_EVIDENCE, evidence(semitonesOf)))
  return pitchEvidence + evidence((features) => features.upperResonanceHz) > 0 ? 'f' : 'm'
}

/** How much likelier `value` is under the first group than under the second: normal distributions of equal width. */
function logLikelihoodRatio(value: number | null, first: readonly number[], second: readonly number[]): number {
  if (value === null || first.length === 0 || second.length === 0) return 0
  const [a, b] = [mean(first), mean(second)]
  const variance = (deviation(first) ** 2 + deviation(second) ** 2) / 2
  return ((value - (a + b) / 2) * (a - b)) / variance
}

/** Squared distance of two voices, each feature in units of its standard deviation among the styles. */
function distanceMeasure(styles: readonly MeasuredStyle[]): (a: VoiceFeatures, b: VoiceFeatures) => number {
  const scaled = (measure: Measure) => {
    const scale = deviation(valuesOf(styles, measure))
    return (a: VoiceFeatures, b: VoiceFeatures) => {
      const [left, right] = [measure(a), measure(b)]
      return left === null || right === null ? 0 : ((left - right) / scale) ** 2
    }
  }
  const pitch = scaled(semitonesOf)
  const spread = scaled((voice) => voice.f0SpreadSemitones)
  const resonance = scaled((voice) => voice.upperResonanceHz)
  const tilt = scaled((voice) => voice.tiltDbPerOctave)
  const bands = (styles[0]?.features.envelopeDb ?? []).map((_, band) => scaled((voice) => voice.envelopeDb[band] ?? 0))
  return (a, b) =>
    weights.pitch * pitch(a, b) +
    weights.spread * spread(a, b) +
    weights.resonance * resonance(a, b) +
    weights.tilt * tilt(a, b) +
    weights.envelope * mean(bands.map((band) => band(a, b)))
}

/** A feature, or null where it could not be measured. */
type Measure = (voice: VoiceFeatures) => number | null

function valuesOf(styles: readonly MeasuredStyle[], measure: Measure): number[] {
  return styles.flatMap(({ features }) => measure(features) ?? [])
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function deviation(values: readonly number[]): number {
  const centre = mean(values)
  // Styles that do not differ in a feature say nothing about it; any scale will do.
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2))) || 1
}
