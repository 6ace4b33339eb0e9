import type { MouseEvent } from 'react'

/** Which word of which sentence a click fell on; null outside of both. Counts as `followedWords` does. */
export function pointedWord({ target, clientX, clientY }: Pick<MouseEvent, 'target' | 'clientX' | 'clientY'>): { readonly sentence: number; readonly word: number } | null {
  if (!(target instanceof Element)) return null
  const element = target.closest<HTMLElement>('[data-sentence]')
  const sentence = Number(element?.dataset['sentence'] ?? NaN)
  if (!element || Number.isNaN(sentence)) return null
  const word = target.closest<HTMLElement>('[data-word]')?.dataset['word']
  if (word !== undefined) return { sentence, word: Number(word) }
  // A sentence that does not sound is one text.
  const offset = caretOffset(clientX, clientY)
  return { sentence, word: offset === null ? 0 : wordAt(element.textContent, offset) }
}

/** Index of the word at a character of a sentence: signs that stand alone belong to the word before them. */
export function wordAt(text: string, offset: number): number {
  const until = `${text.slice(0, offset)}${/^\S*/.exec(text.slice(offset))?.[0] ?? ''}`
  const words = until.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part))
  return Math.max(0, words.length - 1)
}

/** Safari's and older browsers' way beside the standard one. */
interface CaretFinder {
  caretPositionFromPoint?: (x: number, y: number) => { readonly offset: number } | null
  caretRangeFromPoint?: (x: number, y: number) => { readonly startOffset: number } | null
}

function caretOffset(x: number, y: number): number | null {
  const finder: CaretFinder = document
  return finder.caretPositionFromPoint?.(x, y)?.offset ?? finder.caretRangeFromPoint?.(x, y)?.startOffset ?? null
}
