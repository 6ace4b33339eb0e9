import type { ChannelChoice, ChannelUse } from '../../../audio/channel-choice'
import type { FileRemark } from '../../../audio/file-remarks'
import type { PromptFigures, PromptFinding } from '../../../audio/prompt-check'
import type { PromptDrawback, PromptScore } from '../../../audio/prompt-score'
import { formatClock, formatDuration } from './figures'

/** What a person is told about a finding. */
export interface FindingWording {
  /** What is the matter, in a few words. */
  readonly title: string
  /** What it does to a clone, and what to do. */
  readonly message: string
}

/** What a prompt is a part of: advice about a microphone is no use for a file. */
export interface PromptOrigin {
  readonly source: 'microphone' | 'file'
  /** Whether there is no more speech in the rest of it, so that moving the handles is no use. */
  readonly isAllThereIs: boolean
}

type FindingWords = (figures: PromptFigures, origin: PromptOrigin) => FindingWording

/** One entry for every finding: the compiler refuses a new one without words. */
const findings: Readonly<Record<PromptFinding['code'], FindingWords>> = {
  silent: ({ peakDbfs }, { source, isAllThereIs }) => {
    if (!isAllThereIs) return { title: 'There is no speech in this part', message: 'Move the handles to where somebody speaks.' }
    if (source === 'microphone') return { title: 'There is no speech in this recording', message: 'No speech was found. Check the microphone and come closer to it.' }
    return Number.isFinite(peakDbfs)
      ? { title: 'There is no speech in this file', message: 'There is sound in it, but nobody speaks. Choose a file in which somebody does.' }
      : { title: 'There is only silence in this file', message: 'Nothing was recorded: the microphone may have been muted then. Choose another file, or record a few seconds here.' }
  },
  'no-speech': (_, { source, isAllThereIs }) => ({
    title: isAllThereIs ? `There is no speech in this ${source === 'file' ? 'file' : 'recording'}` : 'There is no speech in this part',
    message: `This sounds like music or noise. ${isAllThereIs ? otherThan(source, 'in which somebody speaks') : 'Move the handles to where somebody speaks.'}`,
  }),
  'too-short': ({ speechSeconds }) => ({
    title: 'There is too little speech in this part',
    message: `Only ${speechSeconds.toFixed(1)} seconds of speech: at least one second is needed, five or more are better.`,
  }),
  clipping: (_, { source }) => ({
    title: 'Too loud: the sound is clipped',
    message: source === 'microphone'
      ? 'The recording is overdriven. Move away from the microphone or turn it down, and record again.'
      : 'The recording is overdriven, and the clone would crackle as it does. A quieter one is better, if there is one.',
  }),
  'very-quiet': ({ speechDbfs }, { source }) => ({
    title: 'Very quiet',
    message: `The speech is very quiet (${speechDbfs.toFixed(0)} dB). ${source === 'microphone' ? 'Come closer or turn the microphone up.' : 'A louder recording has less of the noise that comes along.'}`,
  }),
  noisy: ({ snrDb }, { source }) => ({
    title: 'There is noise behind the voice',
    message: `The background is only ${Math.max(0, snrDb).toFixed(0)} dB below the voice and may be heard in the clone. ${source === 'microphone' ? 'Find a quieter place or come closer.' : 'Try “Noise removed”, or another part of the file.'}`,
  }),
  echo: (_, { source }) => ({
    title: 'The room echoes',
    message: source === 'microphone'
      ? 'The room echoes, and the clone would too. A room with curtains, a bed or a sofa is better, and coming closer helps.'
      : 'The room of this recording echoes, and the clone would too. One from closer by, or from a room with curtains, is better.',
  }),
  telephone: () => ({
    title: 'It sounds like a telephone',
    message: 'This sounds like a telephone line: there is nothing above 4 kHz, and the clone will sound dull. Record with this device instead.',
  }),
  long: ({ durationSeconds }) => ({
    title: 'Longer than needed',
    message: `${durationSeconds.toFixed(0)} seconds is more than a voice needs: 5 to 12 seconds work best.`,
  }),
  music: () => ({
    title: 'There is music or a hum behind the voice',
    message: 'The clone would take it over, so this does not count as speech. Move the handles to where it stops, or choose a recording without it.',
  }),
  'voices-at-once': () => ({
    title: 'Two people speak at once',
    message: 'The clone would be a mix of them, so this does not count as speech. Move the handles to where one person speaks alone, or choose another recording.',
  }),
  'several-speakers': (_, { source }) => ({
    title: 'More than one voice',
    message: `The clone would be a mix of them. Move the handles to a part in which one person speaks, or ${source === 'file' ? 'choose another file' : 'record again without the others'}.`,
  }),
  'somebody-else': () => ({
    title: 'This may be somebody else',
    message: 'It sounds less like the recordings of this voice than one person’s do. A whisper or a shout can do that; if another person speaks, make a voice of it instead, with their consent.',
  }),
}

function otherThan(source: PromptOrigin['source'], which: string): string {
  return source === 'file' ? `Choose a file ${which}.` : 'Record a few seconds of speech.'
}

/** What a finding about a prompt means to a person; `figures` are those of the same check. */
export function promptFindingWording({ code }: PromptFinding, figures: PromptFigures, origin: PromptOrigin): FindingWording {
  return findings[code](figures, origin)
}

/** A channel as a person chooses it. */
export function channelName(use: ChannelUse): string {
  return use === 'mix' ? 'Both together' : (['Left', 'Right'][use] ?? `Channel ${use + 1}`)
}

/** Why one channel is used and not both. */
const channelReasons: Readonly<Record<ChannelChoice['reason'], string>> = {
  alike: 'Both sides hold nearly the same.',
  'other-empty': 'One side of this recording is empty and was left out.',
  opposite: 'Left and right cancel each other out, so only one of them is used.',
  'other-noisier': 'There is more noise on one side: the clearer one was chosen.',
  'two-voices': 'Two voices, one on each side: whose is this?',
  apart: 'Two microphones, which would sound hollow together: the clearer one was chosen.',
}

export function channelWording({ reason }: Pick<ChannelChoice, 'reason'>): string {
  return channelReasons[reason]
}

/** What a person should know about a file, in one sentence. */
export function fileRemarkWording(remark: FileRemark): string {
  switch (remark.kind) {
    case 'part-kept':
      return `The file is ${formatClock(remark.fileSeconds)} long. The clearest speech is here, from ${formatClock(remark.startSeconds)} to ${formatClock(remark.startSeconds + remark.keptSeconds)}.`
    case 'late-speech':
      return `Nobody speaks in the first ${formatDuration(remark.firstSeconds)} of this file.`
    case 'other-track':
      return `The file has ${remark.count} tracks of sound: this is number ${remark.number}, the first in which somebody speaks.`
    case 'lost-samples':
      return `A part of the file (${formatDuration(remark.seconds)}) is damaged and became silence.`
    case 'cut-off':
      return `The file cannot be read behind ${formatClock(remark.seconds)}: what comes before is here.`
  }
}

/** The points of a prompt as a word: what the clone can be expected to be. */
const grades: Readonly<Record<PromptScore['points'], string>> = { 1: 'bad', 2: 'poor', 3: 'fair', 4: 'good', 5: 'excellent' }

/** What cost points, in a few words that can stand in a list. */
const drawbacks: Readonly<Record<PromptDrawback, string>> = {
  silent: 'no speech',
  'no-speech': 'no speech',
  'too-short': 'too little speech',
  'several-speakers': 'more than one voice',
  'somebody-else': 'perhaps somebody else',
  'voices-at-once': 'two people at once',
  music: 'music or a hum behind the voice',
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
