import type { EnglishWords } from './english-words'
import { QUANTITY, spokenQuantity } from './quantities'

/** What is numbered with a letter behind the number: a letter there is no magnitude, whatever follows. */
const numberedThings =
  'seat row flat room bus apt apartment unit suite gate platform bay model line route building block floor door exit track terminal hall table ' +
  'section chapter figure fig page grade class form size type group level exercise question part step number no item box locker lot house road ' +
  'highway interstate motorway train tram ward wing deck pencil schedule tier stage phase'
const labels = new RegExp(String.raw`(?:^|[^\p{L}])(?:${numberedThings.replaceAll(' ', '|')})s?\.?\s?#?$`, 'iu')
/** Words before an amount. */
const estimates = new RegExp(
  String.raw`(?:^|[^\p{L}])(?:over|under|about|around|nearly|almost|some|than|least|most|of|to|has|have|had|hit|reached|passed|topped|between|earns?|` +
    String.raw`earned|makes?|made|costs?|worth|paid|pays?|sold|raised|lost|won|approximately|roughly|only|another|up to)\s$`,
  'iu',
)
const nothingCounted = /^(?:$|[.,;:!?)"']|\s(?:a|an|and|at|by|each|every|for|from|in|is|km|kg|last|miles|more|tons|of|on|or|per|so|that|this|to|total|was|were|when|with|years?)(?!\p{L}))/u
const counted =
  /^-strong(?!\p{L})|^\smark(?!\p{L})|^\s(?:\p{Ll}+(?:ly|ive|ed|al|er|ew|ing|que|line)\s)?(?:people|men|women|children|more|lines of|(?!is\b|was\b|has\b|stops\b|runs\b|leaves\b|closes\b|hurdles\b|models\b|seats\b|rooms\b|pencils\b|races\b|screens\b)\p{Ll}{2,}s)(?!\p{L})/u

const abbreviated = new RegExp(String.raw`${QUANTITY}([KkMBT])(?![\p{L}\d])`, 'gu')
const spaced = new RegExp(String.raw`${QUANTITY}[ \u00a0\u202f]([MB])(?=\s(?:\p{Ll}+\s)?(?:people|users|parameters|followers|views|dollars|euros|downloads|copies|years|tokens)(?!\p{L}))`, 'gu')
const written = new RegExp(String.raw`${QUANTITY}\s?(mn|bn|tn|Mio|Mrd)(?![\p{L}\d])\.?`, 'gu')
const metres = new RegExp(String.raw`${QUANTITY}M(?=\s(?:dash|sprint|freestyle|butterfly|backstroke|relay|hurdles|swim)(?!\p{L}))`, 'gu')
/** Millions in the small letter of newspapers: "1.5m people". */
const smallMillions = new RegExp(
  String.raw`${QUANTITY}m(?=\s(?:\p{Ll}+\s)?(?:people|users|viewers|views|followers|subscribers|visitors|passengers|customers|copies|downloads|jobs|homes|households|` +
    String.raw`workers|voters|votes|residents|tourists|barrels|shares|refugees|pupils|children|patients)(?!\p{L}))`, 'gu')
/** A model is called by a name before its size: "Llama 70B". */
const behindName = /(?<!\p{L})(?!(?:Over|About|Around|Nearly|Almost|Some|Only|Than|The|Their|Its|These|With|In|Of|And|All|Another|Up|To|Has|Have|Had|Made|Raised|By)\s)\p{Lu}[\p{L}\d.-]*\s$/u
/** What is run, and not counted: "a half marathon of 21K". */
const race = /(?<!\p{L})(?:marathon|race|run|ran|runs|jog|jogged)(?!\p{L})[^.!?]*$/u
const names: Readonly<Record<string, string>> = {
  K: 'thousand', k: 'thousand', M: 'million', B: 'billion', T: 'trillion', mn: 'million', bn: 'billion', tn: 'trillion', Mio: 'million', Mrd: 'billion',
}

/** "10K followers" → "ten thousand followers", but "a 10K run", "seat 4B", "an 8B model" → the letter. */
export function spokenMagnitudes(text: string, say: EnglishWords): string {
  return text
    .replace(written, (_, from: string, to: string | undefined, scale: string) => `${spokenQuantity(from, to, say)} ${names[scale] ?? scale}`)
    .replace(spaced, (_, from: string, to: string | undefined, scale: string) => `${spokenQuantity(from, to, say)} ${names[scale] ?? scale}`)
    .replace(metres, (_, from: string, to: string | undefined) => `${spokenQuantity(from, to, say)} ${say.british ? 'metre' : 'meter'}`)
    .replace(smallMillions, (_, from: string, to: string | undefined) => `${spokenQuantity(from, to, say)} million`)
    .replace(abbreviated, (found, from: string, to: string | undefined, scale: string, at: number, whole: string) => {
      const before = whole.slice(Math.max(0, at - 24), at)
      const after = whole.slice(at + found.length, at + found.length + 48)
      const isCount = counted.test(after) || (nothingCounted.test(after) && (from.includes('.') || estimates.test(before)))
      // "C-130K" is a name from its first letter on.
      if (/\p{Lu}-$/u.test(before)) return found
      const isName = (scale === 'B' && behindName.test(before)) || (/k/i.test(scale) && !counted.test(after) && race.test(before))
      const isMagnitude = !labels.test(before) && !isName && isCount
      return `${spokenQuantity(from, to, say)} ${isMagnitude ? (names[scale] ?? scale) : scale.toUpperCase()}`
    })
}
