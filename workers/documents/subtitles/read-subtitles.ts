import type { ReadDocument } from '../../../src/shared/protocol/document'
import { MynaError } from '../../../src/shared/protocol/errors'
import { decodeText } from '../../../src/shared/text/decode-text'
import { readCues } from '../../../src/shared/text/subtitle-cues'
import type { Cue } from '../../../src/shared/text/subtitles'
import { chaptersOf } from '../chapters'
import { MOST_CHARACTERS, titleOfName, type DocumentFile } from '../document-file'

/** A silence of so long begins a new paragraph. */
const PARAGRAPH_GAP_SECONDS = 3

/**
 * Reads the words of subtitles, without their times: cues that go on with a sentence are joined, what describes sounds (“[door slams]”,
 * ♪) is left out, and so are lines that a rolling caption says again. Errors: `document-damaged` (no cue), `document-empty`,
 * `document-too-large`.
 */
export async function readSubtitles({ blob, name, onProgress }: DocumentFile): Promise<ReadDocument> {
  if (blob.size > MOST_CHARACTERS) throw new MynaError('document-too-large', `${blob.size} bytes of subtitles`)
  const file = decodeText(new Uint8Array(await blob.arrayBuffer()), TextDecoder)
  const cues = readCues(file)
  if (cues.length === 0) throw new MynaError('document-damaged', 'no cue with times was found')
  const title = titleOfName(name)
  const blocks = paragraphsOf(cues).map((text) => ({ text, level: null }))
  onProgress(1)
  return { title, author: null, language: /^Language:\s*([\w-]+)/m.exec(file.slice(0, 500))?.[1] ?? null, cover: null, chapters: chaptersOf([{ title, blocks }]) }
}

function paragraphsOf(cues: readonly Cue[]): readonly string[] {
  const paragraphs: string[] = []
  let lastEnd = -Infinity
  let lastLine = ''
  for (const { text, startSeconds, endSeconds } of cues) {
    for (const [index, line] of text.split('\n').entries()) {
      const isTurn = /^[-–—]\s*\S/.test(line)
      const said = line.replace(/^[-–—]\s*/, '').replace(/♪[^♪]*♪?|^\[[^\]]*\]$|^\([^()]*\)$/g, '').trim()
      if (said === '' || said === lastLine) continue
      const last = paragraphs.at(-1)
      const isPause = index === 0 && startSeconds - lastEnd > PARAGRAPH_GAP_SECONDS && /[.!?…]["”’)]?$/.test(last ?? '')
      if (last === undefined || isTurn || isPause) paragraphs.push(said)
      else paragraphs[paragraphs.length - 1] = `${last} ${said}`
      lastLine = said
    }
    lastEnd = endSeconds
  }
  return paragraphs
}
