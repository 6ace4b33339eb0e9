import type { Cue } from './subtitles'

const TIMES = /^\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})/

/**
 * Reads SubRip and WebVTT (W3C): every cue with words, in the file's order, times in seconds. Lines of a cue stay lines; tags, positions
 * and comments go. What is no cue is passed over.
 */
export function readCues(file: string): readonly Cue[] {
  return file
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .flatMap((block) => {
      const lines = block.split('\n')
      const at = lines.findIndex((line) => TIMES.test(line))
      const times = TIMES.exec(lines[at] ?? '')
      // Above the times stands a cue's number or name; a comment that holds an arrow is none.
      if (!times || at > 1 && lines.slice(0, at).some((line) => /^NOTE\b/.test(line))) return []
      const text = lines.slice(at + 1).map(plainLine).filter((line) => line !== '').join('\n')
      return text === '' ? [] : [{ text, startSeconds: seconds(times.slice(1, 5)), endSeconds: seconds(times.slice(5, 9)) }]
    })
}

function seconds([hours = '0', minutes = '0', whole = '0', fraction = '0']: readonly (string | undefined)[]): number {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(whole) + Number(`0.${fraction}`)
}

/** Tags of WebVTT and of HTML, and the commands in braces that SubRip took over from SubStation. */
function plainLine(line: string): string {
  return line
    .replace(/<[^<>]{0,200}>|\{\\[^{}]{0,200}\}/g, '')
    .replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name])
    .replace(/\s+/g, ' ')
    .trim()
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', nbsp: ' ', lrm: '', rlm: '' } as const
