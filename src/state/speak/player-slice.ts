import type { PlayerState } from '../../services/services'
import type { StageTiming, VoicePrompt } from '../../shared/protocol/engine'
import type { SavedTake, TakeFigures } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { GetState, SetSlice } from '../slice'
import type { LiveText } from './live-text'

/** The two takes of a comparison, as a person hears of them. */
export type ComparisonSide = 'a' | 'b'

/** What the player holds: one sound at a time, and only a reading belongs into "3 Listen". */
export type PlaybackSource =
  /** One in progress, which becomes a take of this id, or that take as it was made. */
  | { readonly kind: 'reading'; readonly takeId: string }
  | { readonly kind: 'take'; readonly takeId: string }
  | { readonly kind: 'draft' }
  /** The recording that is to be followed. */
  | { readonly kind: 'guide' }
  | { readonly kind: 'comparison'; readonly side: ComparisonSide }
  /** The recording of a voice, or that of one of its moods. */
  | { readonly kind: 'prompt'; readonly voiceId: string; readonly mood?: string }
  /** What a voice says that is being learned. */
  | { readonly kind: 'lesson'; readonly voiceId: string }
  /** What a mixture of voices says. */
  | { readonly kind: 'mixture'; readonly voiceId: string }
  | { readonly kind: 'sample'; readonly address: string }
  /** Of a project: when its lines begin. */
  | { readonly kind: 'chapter'; readonly chapterId: string; readonly lines: readonly { readonly name: string; readonly startSeconds: number }[] }

export interface PlayerSlice {
  readonly player: PlayerState
  readonly playback: PlaybackSource | null
  /** Id of the take that the player holds, if any. */
  readonly currentTakeId: string | null
  /** Figures of the reading in progress, or of the take that was made or played last. */
  readonly figures: TakeFigures | null
  /** The stages of the same. */
  readonly liveStages: readonly StageTiming[]
  /** The text of the reading in progress, as far as it is there; null before it is known. */
  readonly liveText: LiveText | null
  /** Silence, without touching a generation that runs. */
  readonly stopPlayback: () => void
  readonly pausePlayback: () => void
  readonly resumePlayback: () => void
  readonly seek: (seconds: number) => void
  /** The outline of what the player holds, for drawing: see `Envelope`. */
  readonly envelope: () => Float32Array
  /** Plays what is not a take, or a take that is compared. */
  readonly playSound: (source: PlaybackSource, sound: VoicePrompt) => void
  readonly playTake: (take: SavedTake, samples: Float32Array) => void
  /** Silence; what was held is let go. */
  readonly releasePlayer: () => void
  /** As `releasePlayer`, with the figures: a reading begins. */
  readonly clearPlayer: () => void
  /** The player, which was begun, belongs to the reading in progress, which makes a take of this id. */
  readonly holdReading: (takeId: string) => void
  readonly showStages: (stages: readonly StageTiming[]) => void
  readonly showLiveText: (text: LiveText) => void
  /** A reading has become this take. Does nothing where the player has another sound by now. */
  readonly holdTake: (take: SavedTake) => void
}

/** Whether the player belongs to a reading or a take, and not to a recording or a comparison. */
export function holdsTake({ playback }: Pick<PlayerSlice, 'playback'>): boolean {
  return playback?.kind === 'reading' || playback?.kind === 'take'
}

export function createPlayerSlice(
  { player }: Pick<AppServices, 'player'>,
  set: SetSlice<PlayerSlice>,
  get: GetState<PlayerSlice & NoticesSlice>,
): PlayerSlice {
  player.subscribe((state) => {
    const before = get().player.error
    set({ player: state })
    if (state.error && state.error !== before) get().notifyError(state.error)
  })
  return {
    player: player.state(),
    playback: null,
    currentTakeId: null,
    figures: null,
    liveStages: [],
    liveText: null,

    stopPlayback() {
      player.stop()
      // A reading stays in its place, to be heard again; a prompt that was listened to leaves none.
      if (!holdsTake(get()) && get().playback?.kind !== 'comparison') set({ playback: null })
    },

    pausePlayback() {
      player.pause()
    },

    resumePlayback() {
      player.unlock()
      player.resume()
    },

    seek(seconds) {
      player.seek(seconds)
    },

    envelope: () => player.envelope(),

    playSound(playback, { samples, sampleRate }) {
      player.playTake(samples, sampleRate)
      set({ playback, currentTakeId: null })
    },

    playTake(take, samples) {
      const { id, sampleRate, figures } = take
      player.playTake(samples, sampleRate)
      set({ playback: { kind: 'take', takeId: id }, currentTakeId: id, figures, liveStages: figures.stages })
    },

    releasePlayer() {
      player.stop()
      set({ playback: null })
    },

    clearPlayer() {
      player.stop()
      set({ playback: null, currentTakeId: null, figures: null, liveStages: [], liveText: null })
    },

    holdReading(takeId) {
      set({ playback: { kind: 'reading', takeId }, currentTakeId: null })
    },

    showStages(liveStages) {
      set({ liveStages })
    },

    showLiveText(liveText) {
      set({ liveText })
    },

    holdTake({ id, figures }) {
      const { playback } = get()
      if (playback?.kind === 'reading' && playback.takeId === id) set({ currentTakeId: id, figures })
    },
  }
}
