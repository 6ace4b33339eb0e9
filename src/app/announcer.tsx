import type { ReactElement } from 'react'
import { LiveRegion } from '../components/live-region'
import { formatPercent } from '../shared/text/wording/english/figures'
import { checkSummary } from '../shared/text/wording/english/checks'
import type { AppState } from '../state/app-state'
import { soundingSide } from '../state/compare/comparison-slice'
import { scoreWording } from '../shared/text/wording/english/prompts'
import { similaritySummary } from '../shared/text/wording/english/takes'
import { useApp } from '../state/use-app'
import type { PromptDraft } from '../state/record-voice/prompt-draft'

/**
 * The page's polite live regions: phases and progress in words. A recording has one of its own, for it may stay open for as
 * long as anything else goes on. Errors speak for themselves as alerts.
 */
export function Announcer(): ReactElement {
  return (
    <>
      <LiveRegion message={useApp(recordingAnnouncement)} />
      <LiveRegion message={useApp(announcement)} />
    </>
  )
}

export function announcement(state: AppState): string {
  return comparisonWords(state) ?? checkingWords(state) ?? readingWords(state) ?? ''
}

/** Of a voice's recording, or of one that is to be followed. */
export function recordingAnnouncement({ recording, guideState }: AppState): string {
  return recordingWords(recording) ?? recordingWords(guideState) ?? ''
}

function recordingWords(recording: AppState['recording'] | AppState['guideState']): string | null {
  switch (recording.phase) {
    case 'asking':
      return 'Waiting for permission to use the microphone'
    case 'countdown':
      return `Recording begins in ${recording.secondsLeft}`
    case 'recording':
      return 'Recording'
    case 'decoding':
      return 'Reading the sound'
    case 'draft':
      return draftWords(recording.draft)
    case 'ready':
      return 'The recording is ready to be followed'
    case 'idle':
    case 'failed':
      return null
  }
}

/** Which side is playing, in words that give no name away. */
function comparisonWords(state: AppState): string | null {
  const side = soundingSide(state)
  return side && `Playing ${side.toUpperCase()}`
}

/** The score with its reasons, which appears and changes without anybody touching anything. */
function draftWords({ joining, hearing, score }: PromptDraft): string {
  if (joining) return joining.label
  if (hearing !== null && hearing < 1) return 'Listening for the best part of the recording'
  return `The recording is ready to be checked and saved. ${scoreWording(score)}.`
}

function checkingWords({ checkState, speakState, player, lastTake, currentTakeId }: AppState): string | null {
  if (checkState.phase === 'checking') return checkState.label
  const isOver = (speakState.phase === 'done' || speakState.phase === 'stopped') && player.phase !== 'playing'
  if (!isOver || !lastTake || lastTake.id !== currentTakeId) return null
  const outcomes = [lastTake.check ? checkSummary(lastTake.check) : null, similaritySummary(lastTake)]
  return outcomes.filter((words) => words !== null).join(' ') || null
}

function readingWords({ speakState, player, packs }: AppState): string | null {
  switch (speakState.phase) {
    case 'awaiting-pack': {
      const status = packs.find(({ pack }) => pack.id === speakState.packId)
      if (status?.state.phase !== 'downloading' || status.totalBytes === null) return 'The engine has to be downloaded first'
      return `Downloading the engine, ${formatPercent(roundToTenth(status.state.receivedBytes / status.totalBytes))}`
    }
    case 'loading':
      return 'Opening the model'
    case 'preparing':
      return 'Preparing the voice'
    case 'speaking':
      if (player.phase === 'banking') return 'Collecting sound before it starts'
      return `Speaking, sentence ${speakState.chunkIndex + 1} of ${speakState.chunkCount}`
    case 'done':
      return player.phase === 'ended' ? 'The reading has ended' : 'The reading is complete'
    case 'stopped':
      return 'Stopped'
    case 'idle':
    case 'failed':
      return null
  }
}

/** Coarse on purpose: nobody needs to hear a hundred steps. */
function roundToTenth(fraction: number): number {
  return Math.round(fraction * 10) / 10
}
