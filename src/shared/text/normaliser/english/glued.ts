import type { Rewrite } from '../document/typography'

const months = 'Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec'
const days = 'Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun'
const units = 'ft|in|lbs?|oz|km|kg|cm|mm|min|sec|hrs?|yd|mi'

/** Where a space is missing behind what only English writes. */
const gaps: readonly RegExp[] = [
  new RegExp(String.raw`(?<=(?<!\p{L})(?:${months}|${days})\.)(?=\d)`, 'gu'),
  new RegExp(String.raw`(?<=(?<!\p{L})(?:${months})\p{Ll}*\.?\s?\d{1,2},)(?=\d{4}(?!\d))`, 'gu'),
  /(?<=(?<![\p{L}.])(?:e\.g|i\.e|[ap]\.m)\.)(?=\p{L}{2})/giu,
  new RegExp(String.raw`(?<=\d\s?(?:${units})\.)(?=\p{L})`, 'gu'),
  new RegExp(String.raw`(?<=(?<![\p{L}\d])\d{1,4})(?=(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|times|people|and|of|to|o'clock)(?!\p{L}))`, 'gu'),
  /(?<=(?<![\p{L}\d])\d{1,3})(?=\(\p{L})/gu,
  /(?<=Q[1-4])(?='\d\d)/gu,
  // Initials before a word, "U.S.A.is"; a small word before a number, "at5pm"; a sign or a number behind a colon, "Price:$5".
  /(?<=(?<![\p{L}.])(?:\p{Lu}\.){2,})(?=\p{L}\p{Ll})/gu,
  /(?<=(?<!\p{L})(?:at|on|by|from|until|and|than|about|for))(?=\d)/gu,
  /(?<=(?<!\p{L})(?:Mr|Mrs|Ms|Dr|Prof)\.)(?=\p{L})/gu,
  /(?<=(?<![\p{L}.])(?:A\.D|B\.C)\.)(?=\d)/gu,
  /(?<=\p{L}{3}:)(?=[$€£\d])/gu,
  // An item or a remark in brackets before a word: "a)first b)second", "(see above)Then".
  /(?<=(?:^|\s)\p{L}\))(?=\p{L}{2})/gu,
  /(?<=\p{Ll}\))(?=\p{Lu}\p{Ll})/gu,
  /(?<=\p{L}\.\.\.)(?=\p{L})/gu,
]

export const withEnglishGaps: Rewrite = (text) => gaps.reduce((rewritten, gap) => rewritten.replace(gap, ' '), text)
