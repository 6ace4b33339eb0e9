import type { AnalysisService, ReadSoundFile, SoundFile } from '../../services/services'
import { chooseChannel, soundOfUse, type ChannelUse } from '../../shared/audio/channel-choice'
import { remarksOn } from '../../shared/audio/file-remarks'
import { rateSegments } from '../../shared/audio/segment-ratings'
import { findSpeech } from '../../shared/audio/speech-segments'
import { stretchWorth, suggestStretch } from '../../shared/audio/stretch-suggestion'
import { isAbort } from '../../shared/protocol/errors'
import { loudSpeech, promptSeconds, type ClipChannels, type HeardSpeech, type NamedFile, type PromptClip } from './prompt-draft'
import { hearSpeech } from './speech-detection'

/** What reads files, and listens to long ones. */
export interface FileReading {
  readonly readSoundFile: ReadSoundFile
  readonly analysis: AnalysisService
}

/**
 * Reads a file into a clip: the best minutes of a long one, the better of two channels. Errors: those of `ReadSoundFile`.
 *
 * @param name what the clip is called
 */
export async function readClip(
  { readSoundFile, analysis }: FileReading,
  file: NamedFile,
  name: string,
  onProgress: (fraction: number | null) => void,
  signal: AbortSignal,
): Promise<PromptClip> {
  const sound = await readSoundFile(file, { signal, onProgress, judge: (channels, sampleRate) => judgePiece(analysis, channels, sampleRate, signal) })
  const { channels, sampleRate } = sound
  const choice = chooseChannel(channels, sampleRate)
  const prompt = { samples: soundOfUse(channels, choice.best), sampleRate }
  return {
    name,
    prompt,
    heard: null,
    remarks: remarksOn({ ...sound, keptSeconds: promptSeconds(prompt), firstSpeechSeconds: firstSpeech(prompt.samples, sound) }),
    channels: choice.offered.length > 1 || choice.reason === 'other-empty' ? { samples: channels, choice, used: choice.best, isPersons: false } : null,
  }
}

/** The same clip with another of its channels as the prompt, by a person's choice. */
export function withChannel(clip: PromptClip, used: ChannelUse): PromptClip {
  const { channels, prompt: { sampleRate } } = clip
  if (!channels) return clip
  return { ...clip, prompt: { samples: soundOfUse(channels.samples, used), sampleRate }, heard: null, channels: { ...channels, used, isPersons: true } }
}

/** The same clip with the channel that is best by what was heard in each. */
export function withHeardChannels(clip: PromptClip, channels: ClipChannels, heard: readonly HeardSpeech[]): PromptClip {
  const { sampleRate } = clip.prompt
  const choice = chooseChannel(channels.samples, sampleRate, heard.map(({ speech }) => speech))
  const known = { ...clip, channels: { ...channels, choice, used: choice.best } }
  if (choice.best === channels.used) return known
  const ofBest = choice.best === 'mix' ? null : (heard[choice.best] ?? null)
  return { ...known, prompt: { samples: soundOfUse(channels.samples, choice.best), sampleRate }, heard: ofBest }
}

/** How good the best stretch in a piece of a long file is: 0 without speech. Where nobody can listen, loudness counts as speech. */
async function judgePiece(analysis: AnalysisService, channels: readonly Float32Array[], sampleRate: number, signal: AbortSignal): Promise<number> {
  const prompt = { samples: soundOfUse(channels, chooseChannel(channels, sampleRate).best), sampleRate }
  let heard: HeardSpeech
  try {
    heard = await hearSpeech(analysis, prompt, () => undefined, signal, false)
  } catch (thrown) {
    if (signal.aborted || isAbort(thrown)) throw thrown
    heard = loudSpeech(prompt)
  }
  const segments = rateSegments(heard.frames, heard.speech.segments)
  return stretchWorth(suggestStretch(promptSeconds(prompt), segments), segments)
}

function firstSpeech(samples: Float32Array, { sampleRate }: SoundFile): number | null {
  return findSpeech(samples, sampleRate).segments[0]?.startSeconds ?? null
}
