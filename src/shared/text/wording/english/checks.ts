import type { CheckedWord, SentenceFinding, TakeCheck } from '../../../protocol/take-check'

/** One entry for every finding: the compiler refuses a new one without words. */
const wording: Readonly<Record<SentenceFinding, string>> = {
  'words-differ': 'Several words were heard differently.',
  'ending-missing': 'The last word was not heard.',
  'ending-repeated': 'The ending was heard twice.',
  'no-sound': 'There is nothing to hear.',
  clipping: 'The sound is overdriven.',
  'long-silence': 'There is a long silence in it.',
  'too-fast': 'It is much shorter than its text.',
  'too-slow': 'It is much longer than its text.',
  'cut-ending': 'It breaks off in the middle of a sound.',
  'voice-strays': 'It sounds less like the voice than the rest does.',
}

/** What a finding means to a person. */
export function findingWording(finding: SentenceFinding): string {
  return wording[finding]
}

/** Words named in one summary; the marked text shows all of them. */
const NAMED_AT_MOST = 5

/** The outcome of a check in one or two sentences. Whisper mishears too, so it says what was heard, not what is. */
export function checkSummary({ sentences }: TakeCheck): string {
  const words = sentences.flatMap((sentence) => sentence.words)
  const differing = words.filter(({ verdict }) => verdict !== 'same')
  const extraCount = sentences.reduce((total, sentence) => total + sentence.extraCount, 0)
  const extra = extraCount === 0 ? '' : ` ${extraCount === 1 ? 'One extra word was' : `${extraCount} extra words were`} heard.`
  if (differing.length === 0) return `Every word was heard as written.${extra}`
  const named = differing.slice(0, NAMED_AT_MOST).map(pairWording).join(', ')
  const rest = differing.length > NAMED_AT_MOST ? ' and others' : ''
  const count = `${differing.length} of ${words.length} ${words.length === 1 ? 'word' : 'words'}`
  return `${count} ${differing.length === 1 ? 'was' : 'were'} heard differently: ${named}${rest}.${extra}`
}

function pairWording({ text, heardAs }: CheckedWord): string {
  return heardAs === null ? `“${bare(text)}” was not heard` : `“${bare(text)}” as “${bare(heardAs)}”`
}

function bare(text: string): string {
  return text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
}
