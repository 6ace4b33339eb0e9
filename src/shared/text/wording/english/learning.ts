/** What is learned along with a voice: every finding of a recording that matters, and a short one. */
const doubts: Readonly<Record<string, string>> = {
  clipping: 'it is overdriven',
  noisy: 'there is noise behind the voice',
  echo: 'the room echoes',
  telephone: 'it sounds like a telephone',
  'several-speakers': 'more than one person speaks',
  short: 'there are less than five seconds of speech',
}

/** What speaks against learning from a recording, in one sentence. */
export function doubtsSentence(codes: readonly string[]): string {
  const reasons = codes.flatMap((code) => doubts[code] ?? [])
  const last = reasons.at(-1) ?? ''
  const list = reasons.length > 1 ? `${reasons.slice(0, -1).join(', ')} and ${last}` : last
  return `In this recording ${list}. Some of that would be learned along with the voice, so Myna would learn more gently, and the result may be no better than now.`
}

/** How long learning takes on a device with so many processors for it. */
export function learningTime(processors: number): string {
  return processors > 1 ? 'It takes a minute or two' : 'On this device it takes several minutes'
}
