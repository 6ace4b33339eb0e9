import type { SavedTake } from '../../shared/protocol/records'
import { cutCue, subtitles, type SubtitleFormat } from '../../shared/text/subtitles'
import { followedWords } from '../speak/followed-words'

/** A file to save. */
export interface TakeFile {
  readonly blob: Blob
  readonly fileName: string
}

/** The take's sentences, cut to length where their words have times; a take of an older version is one cue of its text. */
export function subtitleFile(take: SavedTake, format: SubtitleFormat): TakeFile {
  const whole = [{ text: take.text, startSample: 0, endSample: take.sampleCount }]
  const { sampleRate } = take
  const cues = (take.sentences ?? whole).flatMap((sentence, index) => {
    const { text, startSample, endSample } = sentence
    const words = followedWords(sentence, take.check?.sentences[index], sampleRate)
    return cutCue({ text, startSeconds: startSample / sampleRate, endSeconds: endSample / sampleRate, words })
  })
  const type = format === 'vtt' ? 'text/vtt' : 'application/x-subrip'
  return { blob: new Blob([subtitles(cues, format)], { type }), fileName: takeFileName(take, format) }
}

/** All facts of a take as JSON. */
export function detailsFile(take: SavedTake): TakeFile {
  const details = { format: 'myna-take', version: 1, generated: true, ...take }
  return { blob: new Blob([JSON.stringify(details, null, 2)], { type: 'application/json' }), fileName: takeFileName(take, 'json') }
}

/**
 * A name for a file of this take: the day and minute in this device's time. It names neither voice nor words, for files
 * are sent around; whoever saves it may.
 */
export function takeFileName({ createdAt }: Pick<SavedTake, 'createdAt'>, extension: string): string {
  const at = new Date(createdAt)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `myna-${day}-${two(at.getHours())}${two(at.getMinutes())}.${extension}`
}
