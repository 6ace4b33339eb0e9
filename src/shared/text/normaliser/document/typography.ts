/** Writes a text of one language as it is said. Pure, never throws, and leaves alone what it has written itself. */
export type Rewrite = (text: string) => string

// Pictures say nothing; ©, ® and ™ are signs, and arrows are read.
const emoji = /(?![©®™])(?!\p{Script=Common}(?<=[\u2190-\u21ff]))[\p{Extended_Pictographic}\p{Regional_Indicator}]/gu
const emojiParts = /[\u200d\ufe0e\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/gu
const invisible = /[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|(?![\n\t])\p{Cc}|\p{Cs}/gu

/** Plain quotes, apostrophes, dots and dashes; no emoji, invisible characters. Same words. */
export function typographic(text: string): string {
  return text
    .replace(invisible, '')
    .replace(emoji, ' ')
    .replace(emojiParts, '')
    .replace(/[\u2010\u2011\u2043]/g, '-')
    .replace(/\u2012/g, '–')
    .replace(/[‘’‚‛ʼ´＇]/g, "'")
    .replace(/[“”„‟«»「」『』《》〝〞‹›]/g, '"')
    .replace(/[。．｡]/g, '. ')
    .replace(/[、､]/g, ', ')
    .replace(/…|\.{3,}| ?\.(?: \.){2,}/g, '...')
    .replace(/(?<=^|\s)(?:--+|–)(?=\s|$)/g, '—')
    .replace(/(\p{L})--+(?=\p{L})/gu, '$1 — ')
    .replace(/([!?])\1{2,}/g, '$1')
}

/** Single spaces inside lines, none at their ends or before a mark; at most one empty line in a row. */
export function tidySpaces(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ +([,;:!?](?:\s|$)|\.(?=\s|$)(?!\.))/g, '$1')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Plain line breaks, and no stretches of blanks that a rule would have to go through. */
export function plainBreaks(text: string): string {
  return text.replace(/\r\n?|[\f\v\u0085\u2028\u2029]/g, '\n').replace(/[^\S\n]{3,}/g, '  ')
}
