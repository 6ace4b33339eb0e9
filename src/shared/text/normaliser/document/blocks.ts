import type { Rewrite } from './typography'

/**
 * Characters of a stretch that is rewritten at once. Rules look around themselves, at worst over the whole stretch: a fixed
 * size keeps their time in proportion to the length of the text, whatever stands in it.
 */
const BLOCK_CHARACTERS = 800
/** A stretch without a good place to cut is cut anywhere here. */
const LONGEST_BLOCK = 1600

/** Rewrites a text stretch by stretch, cut between lines, sentences or words. Yields after each, so that others have a turn. */
export function* byBlocks(text: string, rewrite: Rewrite): Generator<void, string> {
  let rewritten = ''
  for (let from = 0; from < text.length; ) {
    const to = blockEnd(text, from)
    const block = text.slice(from, to)
    const core = block.trim()
    const lead = block.indexOf(core)
    rewritten += core === '' ? block : `${block.slice(0, lead)}${rewrite(core)}${block.slice(lead + core.length)}`
    from = to
    yield
  }
  return rewritten
}

const sentenceEnd = /(?<=\p{Ll}{4}[.!?]["'”’)]?)\s(?=["'“‘(]?\p{Lu}\p{Ll})/gu

function blockEnd(text: string, from: number): number {
  const latest = from + LONGEST_BLOCK
  if (latest >= text.length) return text.length
  const window = text.slice(from, latest)
  const line = window.indexOf('\n', BLOCK_CHARACTERS)
  if (line >= 0) return from + line + 1
  sentenceEnd.lastIndex = BLOCK_CHARACTERS
  const sentence = sentenceEnd.exec(window)
  if (sentence) return from + sentence.index + 1
  const space = window.lastIndexOf(' ')
  return space >= BLOCK_CHARACTERS ? from + space + 1 : latest
}
