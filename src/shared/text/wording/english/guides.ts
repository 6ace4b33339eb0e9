import type { PromptFinding } from '../../../audio/prompt-check'

/** What speaks against following a recording. */
export type GuideDoubt = Extract<PromptFinding['code'], 'silent' | 'several-speakers' | 'voices-at-once' | 'music' | 'noisy'>

const doubts: Readonly<Record<GuideDoubt, { readonly title: string; readonly message: string }>> = {
  silent: { title: 'Nobody was heard speaking', message: 'Only speech can be followed. Remove this recording and take another.' },
  'several-speakers': { title: 'More than one voice', message: 'The chosen voice will say all of it, and moves them all to its own pitch.' },
  'voices-at-once': { title: 'Two people speak at once', message: 'The melody may jump between them there. One person alone is followed better.' },
  music: { title: 'There is music or a hum behind the voice', message: 'It may be taken for melody. A recording without it is followed better.' },
  noisy: { title: 'There is noise behind the voice', message: 'Pauses and soft words may be missed. A quieter recording is followed better.' },
}

/** What a person is told about it. */
export function guideDoubtWording(doubt: GuideDoubt): { readonly title: string; readonly message: string } {
  return doubts[doubt]
}
