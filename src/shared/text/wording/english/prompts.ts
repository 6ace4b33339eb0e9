import type { PromptFigures, PromptFinding } from '../../../audio/prompt-check'
import type { PromptDrawback, PromptScore } from '../../../audio/prompt-score'

/** What a person is told about a finding. */
export interface FindingWording {
  /** What is the matter, in a few words. */
  readonly title: string
  /** What it does to a clone, and what to do. */
  readonly message: string
}

/** One entry for every finding: the compiler refuses a new one without words. */
const findings: Readonly<Record<PromptFinding['code'], (figures: PromptFigures) => FindingWording>> = {
  silent: () => ({
    title: 'There is no speech in this part',
    message: 'No speech was found. Check the microphone and come closer to it.',
  }),
  'no-speech': () => ({
    title: 'There is no speech in this recording',
    message: 'This sounds like music or noise. Move the handles to where somebody speaks, or record a few seconds of speech.',
  }),
  'too-short': ({ speechSeconds }) => ({
    title: 'There is too little speech in this part',
    message: `Only ${speechSeconds.toFixed(1)} seconds of speech: at least one second is needed, five or more are better.`,
  }),
  clipping: () => ({
    title: 'Too loud: the sound is clipped',
    message: 'The recording is overdriven. Move away from the microphone or turn it down, and record again.',
  }),
  'very-quiet': ({ speechDbfs }) => ({
    title: 'Very quiet',
    message: `The speech is very quiet (${speechDbfs.toFixed(0)} dB). Come closer or turn the microphone up.`,
  }),
  noisy: ({ snrDb }) => ({
    title: 'There is noise behind the voice',
    message: `The background is only ${Math.max(0, snrDb).toFixed(0)} dB below the voice and may be heard in the clone. Find a quieter place or come closer.`,
  }),
  echo: () => ({
    title: 'The room echoes',
    message: 'The room echoes, and the clone would too. A room with curtains, a bed or a sofa is better, and coming closer helps.',
  }),
  telephone: () => ({
    title: 'It sounds like a telephone',
    message: 'This sounds like a telephone line: there is nothing above 4 kHz, and the clone will sound dull. Record with this device instead.',
  }),
  long: ({ durationSeconds }) => ({
    title: 'Longer than needed',
    message: `${durationSeconds.toFixed(0)} seconds is more than a voice needs: 5 to 12 seconds work best.`,
  }),
  'several-speakers': () => ({
    title: 'More than one voice',
    message: 'The clone would be a mix of them. Move the handles to a part in which one person speaks, or record again without the others.',
  }),
}

/** What a finding about a prompt means to a person; `figures` are those of the same check. */
export function promptFindingWording({ code }: PromptFinding, figures: PromptFigures): FindingWording {
  return findings[code](figures)
}

/** The points of a prompt as a word: what the clone can be expected to be. */
const grades: Readonly<Record<PromptScore['points'], string>> = { 1: 'bad', 2: 'poor', 3: 'fair', 4: 'good', 5: 'excellent' }

/** What cost points, in a few words that can stand in a list. */
const drawbacks: Readonly<Record<PromptDrawback, string>> = {
  silent: 'no speech',
  'no-speech': 'no speech',
  'too-short': 'too little speech',
  'several-speakers': 'more than one voice',
  clipping: 'overdriven',
  noisy: 'noise behind the voice',
  echo: 'an echoing room',
  telephone: 'the narrow band of a telephone',
  'very-quiet': 'very quiet',
  long: 'longer than needed',
  'little-speech': 'little speech',
  'short-speech': 'a little short',
  'little-noise': 'a little noise',
  'little-echo': 'a little echo',
  'little-dull': 'a little dull',
}

/** The score in one line, e.g. "4 of 5: good, a little echo". */
export function scoreWording({ points, drawbacks: found }: PromptScore): string {
  return `${points} of 5: ${[grades[points], ...found.map((drawback) => drawbacks[drawback])].join(', ')}`
}
