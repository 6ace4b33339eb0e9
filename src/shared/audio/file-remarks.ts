/** What a person should know about a file that was read, besides how good its sound is. Times in seconds. */
export type FileRemark =
  /** Only a part of a long file is kept: what follows `startSeconds`. */
  | { readonly kind: 'part-kept'; readonly startSeconds: number; readonly keptSeconds: number; readonly fileSeconds: number }
  | { readonly kind: 'late-speech'; readonly firstSeconds: number }
  | { readonly kind: 'other-track'; readonly number: number; readonly count: number }
  | { readonly kind: 'lost-samples'; readonly seconds: number }
  | { readonly kind: 'cut-off'; readonly seconds: number }

/** What was read of a file, and where somebody first speaks in it; null for nowhere. */
export interface ReadFacts {
  readonly startSeconds: number
  readonly keptSeconds: number
  readonly fileSeconds: number
  readonly track: { readonly number: number; readonly count: number }
  readonly lostSeconds: number
  readonly isCutOff: boolean
  readonly firstSpeechSeconds: number | null
}

/** A pause before somebody begins is no remark. */
const LATE_SECONDS = 20
/** One sample is nothing that anybody hears. */
const LEAST_LOST_SECONDS = 0.01

export function remarksOn({ startSeconds, keptSeconds, fileSeconds, track, lostSeconds, isCutOff, firstSpeechSeconds }: ReadFacts): readonly FileRemark[] {
  const remarks: FileRemark[] = []
  if (fileSeconds - keptSeconds > 1) remarks.push({ kind: 'part-kept', startSeconds, keptSeconds, fileSeconds })
  else if (firstSpeechSeconds !== null && firstSpeechSeconds >= LATE_SECONDS) remarks.push({ kind: 'late-speech', firstSeconds: firstSpeechSeconds })
  if (track.number > 1) remarks.push({ kind: 'other-track', ...track })
  if (lostSeconds >= LEAST_LOST_SECONDS) remarks.push({ kind: 'lost-samples', seconds: lostSeconds })
  if (isCutOff) remarks.push({ kind: 'cut-off', seconds: fileSeconds })
  return remarks
}
