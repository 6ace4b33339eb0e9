/** Files that players show beside the sound: SubRip (no standard; as VLC reads it) and WebVTT (W3C). */
export type SubtitleFormat = 'srt' | 'vtt'

/** A stretch of speech, in seconds from the start. */
export interface Cue {
  readonly text: string
  readonly startSeconds: number
  readonly endSeconds: number
  /** Its words, where their times are known; players that can mark each word as it is said. */
  readonly words?: readonly { readonly text: string; readonly startSeconds: number | null; readonly endSeconds: number | null }[]
}

/** Longest text of a cue: two lines of 42 characters, as broadcasters set them. */
const MOST_CHARACTERS = 84
/** From this share of a cue's length on, a clause's end is a good place to cut it. */
const LEAST_SHARE = 0.75

/**
 * A sentence as cues that can be read: cut where it is too long, each from its first word to the end of its last. One whose words
 * have no times stays whole.
 */
export function cutCue({ words = [], ...cue }: Cue): readonly Cue[] {
  const lastEnd = words.at(-1)?.endSeconds ?? null
  if (lastEnd === null || words.some(({ startSeconds }) => startSeconds === null)) return [{ ...cue, ...(words.length > 0 && { words }) }]
  const groups: (typeof words)[] = []
  const whole = words.reduce((sum, { text }) => sum + text.length + 1, 0)
  const length = whole / Math.ceil(whole / MOST_CHARACTERS)
  let from = 0
  let characters = 0
  for (const [index, { text }] of words.entries()) {
    characters += text.length + 1
    const next = words[index + 1]
    const isFull = next === undefined || characters + next.text.length > MOST_CHARACTERS || characters >= length
    if (!isFull && !(characters >= LEAST_SHARE * length && /[,;:—–]["”’)]?$/.test(text))) continue
    groups.push(words.slice(from, index + 1))
    from = index + 1
    characters = 0
  }
  return groups.map((group, index) => ({
    text: group.map(({ text }) => text).join(' '),
    startSeconds: index === 0 ? cue.startSeconds : (group[0]?.startSeconds ?? cue.startSeconds),
    endSeconds: Math.min(cue.endSeconds, groups[index + 1]?.[0]?.startSeconds ?? Math.max(lastEnd, cue.startSeconds)),
    words: group,
  }))
}

/** Writes the file. Cues are in order and do not overlap. */
export function subtitles(cues: readonly Cue[], format: SubtitleFormat): string {
  if (format === 'srt') {
    return cues.map((cue, index) => `${index + 1}\r\n${times(cue, ',')}\r\n${oneLine(cue.text)}\r\n`).join('\r\n')
  }
  return ['WEBVTT\n', ...cues.map((cue) => `${times(cue, '.')}\n${vttText(cue)}\n`)].join('\n')
}

function times({ startSeconds, endSeconds }: Cue, mark: string): string {
  return `${timestamp(startSeconds, mark)} --> ${timestamp(endSeconds, mark)}`
}

function timestamp(seconds: number, mark: string): string {
  const ms = Math.max(0, Math.round(seconds * 1000))
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${mark}${String(ms % 1000).padStart(3, '0')}`
}

/** Each word behind the moment at which it is said. A moment must lie inside the cue and after the one before it. */
function vttText({ text, startSeconds, endSeconds, words = [] }: Cue): string {
  if (words.every((word) => word.startSeconds === null)) return escaped(oneLine(text))
  let last = startSeconds
  const marked = words.map((word) => {
    const at = word.startSeconds
    if (at === null || at <= last || at >= endSeconds) return escaped(word.text)
    last = at
    return `<${timestamp(at, '.')}>${escaped(word.text)}`
  })
  return marked.join(' ')
}

/** An empty line would end the cue. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
