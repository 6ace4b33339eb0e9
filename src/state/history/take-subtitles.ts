import type { SavedTake } from '../../shared/protocol/records'
import { subtitles, type SubtitleFormat } from '../../shared/text/subtitles'

/** The take's sentences, each from its first sample to its last; a take of an older version is one cue of its text. */
export function takeSubtitles(take: SavedTake, format: SubtitleFormat): string {
  const whole = [{ text: take.text, startSample: 0, endSample: take.sampleCount }]
  const cues = (take.sentences ?? whole).map(({ text, startSample, endSample }, index) => {
    const words = take.check?.sentences[index]?.words
    return {
      text,
      startSeconds: startSample / take.sampleRate,
      endSeconds: endSample / take.sampleRate,
      ...(words && { words }),
    }
  })
  return subtitles(cues, format)
}
