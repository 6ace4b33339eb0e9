import { joinSamples } from './join'
import { createLimiter } from './limiter'
import { createPitchShaper, type VoiceShaper } from './pitch-shaper'

/** What is done to a voice's sound after it was made. */
export interface VoiceShape {
  /** 0.5 to 2: 2 is twice as fast, the pitch as it was. */
  readonly pace: number
  /** -6 to 6; the resonances that make a voice a person's stay where they are. */
  readonly pitchSemitones: number
  /** -12 to 12; what would be too loud for full scale is turned down where it is. */
  readonly gainDb: number
}

/** True peaks of sound that was shaped stay below it, dBTP: what exports ask for at most. */
const CEILING_DB = -1

/** True where a shape changes nothing: its sound need not pass here. */
export function isPlainShape({ pace, pitchSemitones, gainDb }: VoiceShape): boolean {
  return pace === 1 && pitchSemitones === 0 && gainDb === 0
}

/**
 * Makes speech faster, higher or louder while it stays the same person's: `n` samples become `round(n / pace)`, and what sounded
 * at `t` seconds sounds at `t / pace`. About a tenth of a second of sound is held back until more comes.
 */
export function createVoiceShaper({ pace, pitchSemitones, gainDb }: VoiceShape, sampleRate: number): VoiceShaper {
  const shapesWaves = pace !== 1 || pitchSemitones !== 0
  const pitch = shapesWaves ? createPitchShaper(sampleRate, pace, 2 ** (pitchSemitones / 12)) : null
  const limiter = createLimiter(sampleRate, 10 ** (gainDb / 20), CEILING_DB)
  return {
    push: (samples) => limiter.push(pitch ? pitch.push(samples) : samples),
    finish: () => joinSamples([...(pitch ? [limiter.push(pitch.finish())] : []), limiter.finish()]),
  }
}
