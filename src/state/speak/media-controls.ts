import { createPacer } from '../../shared/threads/pacer'
import { excerpt } from '../../shared/text/excerpt'
import { shownName } from '../../shared/text/shown-name'
import type { HeardNow, MediaKeysService } from '../../services/services'
import type { TakeSentence } from '../../shared/protocol/take-check'
import type { AppState } from '../app-state'
import { takeById } from '../history/takes-slice'
import { voiceById } from '../voice-library/voices-slice'
import { holdsTake } from './player-slice'

/** A lock screen has room for no more. */
const TITLE_CHARACTERS = 60
/** The system reckons the time between two reports itself. */
const REPORT_MS = 5000
/** Whoever goes back within the first moment of a sentence wants the one before. */
const BACK_SECONDS = 1.5

/** Joins the system's keys and lock screen with what is heard of a reading or a take. */
export function connectMediaKeys(store: { getState(): AppState; subscribe(listener: (state: AppState, before: AppState) => void): unknown }, keys: MediaKeysService): void {
  const pacer = createPacer(() => { keys.show(heardNow(store.getState())) }, REPORT_MS)
  keys.listen({
    play: () => { store.getState().resumePlayback() },
    pause: () => { store.getState().pausePlayback() },
    stop: () => { store.getState().stopPlayback() },
    seekTo: (seconds) => { store.getState().seek(seconds) },
    seekBy: (seconds) => { store.getState().seek(store.getState().player.positionSeconds + seconds) },
    goBySentence: (step) => {
      const seconds = sentenceStart(store.getState(), step)
      if (seconds !== null) store.getState().seek(seconds)
    },
  })
  store.subscribe((state, before) => {
    if (state.player === before.player && state.playback === before.playback && state.playbackSpeed === before.playbackSpeed) return
    const isTurn = state.player.phase !== before.player.phase || state.playback !== before.playback || state.playbackSpeed !== before.playbackSpeed
    const isSeek = Math.abs(state.player.positionSeconds - before.player.positionSeconds) > 1
    if (isTurn || isSeek) pacer.now()
    else if (state.player.phase === 'playing') pacer.ask()
  })
}

/** What is heard or paused; null for silence and for sounds that are no reading. */
export function heardNow(state: AppState): HeardNow | null {
  const { player, currentTakeId, playbackSpeed } = state
  const { phase, positionSeconds, durationSeconds } = player
  const chapter = heardChapter(state)
  if ((!holdsTake(state) && !chapter) || phase === 'idle' || phase === 'ended') return null
  const take = currentTakeId === null ? null : takeById(state, currentTakeId)
  return {
    title: excerpt(chapter?.title ?? take?.text ?? state.text, TITLE_CHARACTERS),
    voiceName: chapter ? shownName(chapter.bookTitle) : shownName(take?.voiceName ?? voiceById(state, state.selectedVoiceId)?.name ?? ''),
    phase: phase === 'paused' ? 'paused' : 'playing',
    positionSeconds,
    durationSeconds,
    speed: playbackSpeed,
  }
}

/** The chapter of a project that is heard, if one is. */
function heardChapter({ playback, books }: AppState): { readonly title: string; readonly bookTitle: string } | null {
  if (playback?.kind !== 'chapter') return null
  for (const { project, chapters } of Object.values(books)) {
    const chapter = chapters.find(({ id }) => id === playback.chapterId)
    if (chapter) return { title: chapter.title, bookTitle: project.title }
  }
  return null
}

/** Where the sentence before or behind the one that is heard begins; null where there is none. */
export function sentenceStart(state: AppState, step: 1 | -1): number | null {
  const { currentTakeId, liveText, player, playback } = state
  const take = currentTakeId === null ? null : takeById(state, currentTakeId)
  const sentences: readonly TakeSentence[] = take?.sentences ?? liveText?.sentences ?? []
  const sampleRate = take?.sampleRate ?? liveText?.sampleRate ?? 1
  const starts = playback?.kind === 'chapter' ? playback.lines.map(({ startSeconds }) => startSeconds) : sentences.map(({ startSample }) => startSample / sampleRate)
  if (step === 1) return starts.find((start) => start > player.positionSeconds) ?? null
  return starts.findLast((start) => start < player.positionSeconds - BACK_SECONDS) ?? starts[0] ?? null
}
