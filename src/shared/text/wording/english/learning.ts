import type { LearningDoubt } from '../../../audio/learning-doubts'

/** One entry for every doubt: the compiler refuses a new one without words. */
const doubts: Readonly<Record<LearningDoubt, string>> = {
  clipping: 'the voice is overdriven',
  noisy: 'there is noise behind the voice',
  echo: 'the room echoes',
  telephone: 'the voice sounds like a telephone',
  'several-speakers': 'more than one person speaks',
  music: 'there is music',
  'voices-at-once': 'people speak at once',
  short: 'there are less than five seconds of speech',
}

/** What speaks against learning from a recording, in two sentences. */
export function doubtsSentence(codes: readonly LearningDoubt[]): string {
  const reasons = codes.map((code) => doubts[code])
  const last = reasons.at(-1) ?? ''
  const list = reasons.length > 1 ? `${reasons.slice(0, -1).join(', ')} and ${last}` : last
  return `In this recording ${list}. Some of that would be learned along with the voice, so Myna would learn more gently, and the result may be no better than now.`
}

/** How long learning takes on a device with so many processors for it. */
export function learningTime(processors: number): string {
  return processors > 1 ? 'It takes a minute or two' : 'On this device it takes several minutes'
}
