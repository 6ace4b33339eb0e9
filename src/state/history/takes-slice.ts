import { encodeWav16 } from '../../shared/audio/wav'
import { errorInfo, MynaError } from '../../shared/protocol/errors'
import type { SavedTake } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import { takeProvenance } from './provenance'
import type { Reader } from '../speak/reading-slice'
import type { GetState, SetState } from '../slice'
import { takeById } from './take-by-id'
import { takeFileName } from './take-record'
import { takeSubtitles } from './take-subtitles'
import type { SubtitleFormat } from '../../shared/text/subtitles'

export interface TakesSlice {
  readonly takes: readonly SavedTake[]
  /** The newest reading of this visit, kept or not (a full disk keeps nothing, but it can still be downloaded). */
  readonly lastTake: SavedTake | null
  /** Id of the take that the player holds, if any. */
  readonly currentTakeId: string | null
  readonly replayTake: (id: string) => Promise<void>
  /** Same text, voice, engine, settings, seed: the same samples on the same runtime. */
  readonly regenerateTake: (id: string) => Promise<void>
  readonly deleteTake: (id: string) => Promise<void>
  readonly deleteAllTakes: () => Promise<void>
  readonly takeWav: (id: string) => Promise<{ readonly blob: Blob; readonly fileName: string }>
  /** The take's sentences with their times; word by word in WebVTT where it was checked. */
  readonly takeSubtitles: (id: string, format: SubtitleFormat) => { readonly blob: Blob; readonly fileName: string }
  /** The take's facts as JSON (text, voice, engine, settings, seed, figures). */
  readonly takeDetails: (id: string) => { readonly blob: Blob; readonly fileName: string }
}

export function createTakesSlice(services: AppServices, reader: Reader, set: SetState, get: GetState): TakesSlice {
  const { takes: repository, player } = services

  function takeOf(id: string): SavedTake {
    const take = takeById(get(), id)
    if (!take) throw new MynaError('record-missing', `take ${id}`)
    return take
  }

  async function samplesOf(id: string): Promise<Float32Array> {
    return reader.heldSamples(id) ?? (await repository.readSamples(id))
  }

  async function guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (thrown) {
      get().notifyError(errorInfo(thrown, 'storage-unavailable'))
    }
  }

  function again(take: SavedTake): void {
    const voice = get().voices.find(({ id }) => id === take.voiceId)
    if (!voice) throw new MynaError('record-missing', `the voice "${take.voiceName}" is gone`)
    const status = get().packs.find(({ pack }) => pack.id === take.packId)
    if (!status) throw new MynaError('model-unknown', take.packId)
    if (status.state.phase !== 'ready') {
      reader.awaitPack(take.packId, () => { again(take) })
      get().requestPack(take.packId)
      return
    }
    const { text, spokenText = text, language, settings, bestOf = 1 } = take
    const { executionProvider, threads } = take.figures
    const clickedAtMs = performance.now()
    void reader.read({ pack: status.pack, runtime: { executionProvider, threads }, voice, text, spokenText, language, settings, bestOf, clickedAtMs })
  }

  return {
    takes: [],
    lastTake: null,
    currentTakeId: null,

    replayTake(id) {
      player.unlock()
      return guarded(async () => {
        reader.stop()
        const take = takeOf(id)
        const samples = await samplesOf(id)
        player.playTake(samples, take.sampleRate)
        set({ playback: { kind: 'take', takeId: id }, currentTakeId: id, figures: take.figures, liveStages: take.figures.stages })
      })
    },

    regenerateTake(id) {
      player.unlock()
      return guarded(() => {
        again(takeOf(id))
        return Promise.resolve()
      })
    },

    deleteTake(id) {
      return guarded(async () => {
        await repository.delete(id)
        set(({ takes, lastTake }) => ({
          takes: takes.filter((take) => take.id !== id),
          lastTake: lastTake?.id === id ? null : lastTake,
        }))
      })
    },

    deleteAllTakes() {
      return guarded(async () => {
        await repository.deleteAll()
        set({ takes: [], lastTake: null })
      })
    },

    async takeWav(id) {
      const take = takeOf(id)
      const wav = encodeWav16(await samplesOf(id), take.sampleRate, { metadata: takeProvenance(take) })
      return { blob: new Blob([wav], { type: 'audio/wav' }), fileName: takeFileName(take, 'wav') }
    },

    takeSubtitles(id, format) {
      const take = takeOf(id)
      const type = format === 'vtt' ? 'text/vtt' : 'application/x-subrip'
      return { blob: new Blob([takeSubtitles(take, format)], { type }), fileName: takeFileName(take, format) }
    },

    takeDetails(id) {
      const take = takeOf(id)
      const details = { format: 'myna-take', version: 1, generated: true, ...take }
      const blob = new Blob([JSON.stringify(details, null, 2)], { type: 'application/json' })
      return { blob, fileName: takeFileName(take, 'json') }
    },
  }
}
