import * as v from 'valibot'

/** Entries of an object with `SpeakSettings`, within what its fields allow: what a file or an older version of the app wrote is not believed. */
export const speakSettingsEntries = {
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  speed: v.pipe(v.number(), v.minValue(0.5), v.maxValue(2)),
  pitchSemitones: v.exactOptional(v.pipe(v.number(), v.minValue(-6), v.maxValue(6))),
  gainDb: v.exactOptional(v.pipe(v.number(), v.minValue(-12), v.maxValue(12))),
  temperature: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  steps: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
}
