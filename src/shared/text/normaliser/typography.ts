/** Writes a text of one language as it is said. Pure, never throws, and leaves alone what it has written itself. */
export type Rewrite = (text: string) => string

// Pictures say nothing; ©, ® and ™ are signs, and arrows are read.
const emoji = /(?![©®™])(?!\p{Script=Common}(?<=[\u2190-\u21ff]))[\p{Extended_Pictographic}\p{Regional_Indicator}]/gu
const emojiParts = /[\u200d\ufe0e\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/gu
const invisible = /[\u00ad\u200b\u200c\u2060\ufeff]|(?![\n\t])\p{Cc}|\p{Cs}/gu

/** Plain quotes, apostrophes, dots and dashes; no emoji, invisible characters or Markdown marks. Same words. */
export function typographic(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(invisible, '')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(emoji, ' ')
    .replace(emojiParts, '')
    .replace(/[‘’‚‛ʼ´]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/…|\.{3,}| ?\.(?: \.){2,}/g, '...')
    .replace(/(?<=^|\s)(?:--+|–)(?=\s|$)/g, '—')
    .replace(/(\p{L})--+(?=\p{L})/gu, '$1 — ')
    .replace(/([!?])\1{2,}/g, '$1')
    .replace(/(^|\n)[ \t]*(?:[-*•‣▪·]|#{1,6})[ \t]+(?=\S)/g, '$1')
    .replace(/(\*{1,3}|`{1,3}|__)(?=\S)([^\n*`]*?\S)\1/g, '$2')
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
