import { LOWEST_HZ } from '../pitch-range'

/** What is voiced of a given melody. */
export const VOICING = { none: 0, voiced: 1, asNetwork: 2 } as const

/** Lengths, pitch and loudness that are given from outside. */
export interface GivenMelody {
  /** Frames that each id lasts, boundaries included; none is allowed. */
  readonly durations: Int32Array
  /** Two values a frame; null where the network's own melody is to be sung over these lengths. */
  readonly pitch: GivenPitch | null
  /** Two values a frame, without a unit, as the network's own; NaN where that is to stand. */
  readonly energy: Float32Array
}

/** A pitch that goes through, and where it is voiced. */
export interface GivenPitch {
  /** Hz, above 0 everywhere. */
  readonly hertz: Float32Array
  /** Of {@link VOICING}: not voiced, voiced, or voiced where the network's own melody is. */
  readonly voicing: Uint8Array
}

/** Puts a given melody in place of the network's own over the same frames. */
export function singAsGiven(own: { readonly pitch: Float32Array; readonly energy: Float32Array }, { pitch, energy }: GivenMelody): void {
  pitch?.hertz.forEach((hertz, at) => {
    const voicing = pitch.voicing[at]
    const isVoiced = voicing === VOICING.voiced || (voicing === VOICING.asNetwork && (own.pitch[at] ?? 0) > LOWEST_HZ)
    own.pitch[at] = isVoiced ? hertz : 0
  })
  energy.forEach((value, at) => { if (!Number.isNaN(value)) own.energy[at] = value })
}
