import { MynaError } from '../../shared/protocol/errors'
import type { SavedTake } from '../../shared/protocol/records'
import type { ExportPart, ExportRequest, ExportSource, SoundChoice } from '../../shared/protocol/sound-export'
import type { AppServices } from '../app-services'
import type { TakeSounds } from '../history/take-sounds'
import type { RunningActs } from '../running-acts'
import type { SetSlice } from '../slice'

export interface ExportProgress {
  /** Share of a file that is written; null while none is. */
  readonly exportFraction: number | null
}

export interface ExportParts {
  readonly services: Pick<AppServices, 'exporter'>
  readonly acts: RunningActs
  readonly sounds: TakeSounds
}

/** What is to be written of which takes; the rest of the request follows from them. */
export type TakesRequest = SoundChoice & Pick<ExportRequest, 'shape' | 'gapSeconds' | 'words'> & { readonly titles: readonly string[] }

/**
 * Has takes written as a file and shows the progress. Errors: those of `ExportApi`, `record-missing` where the sound of one
 * is gone, `aborted` where it was told to stop.
 */
export function writeTakes(run: ExportParts, set: SetSlice<ExportProgress>, takes: readonly SavedTake[], { titles, ...request }: TakesRequest): Promise<Blob> {
  const parts = takes.map(({ sampleRate, sampleCount }, index): ExportPart => ({ title: titles[index] ?? '', sampleRate, sampleCount }))
  return writeSound(run, set, { ...request, parts }, takesAsSource(takes.map(({ id }) => id), run.sounds))
}

type RunParts = Pick<ExportParts, 'services' | 'acts'>

/** The same of any source. */
export function writeSound(run: RunParts, set: SetSlice<ExportProgress>, request: ExportRequest, source: ExportSource): Promise<Blob> {
  return shown(run, set, (onProgress, signal) => run.services.exporter.write(request, source, onProgress, signal))
}

/** The same, straight into the file that a person chose. */
export async function writeSoundTo(place: FileSystemFileHandle, run: RunParts, set: SetSlice<ExportProgress>, request: ExportRequest, source: ExportSource): Promise<void> {
  await shown(run, set, (onProgress, signal) => run.services.exporter.writeTo(place, request, source, onProgress, signal))
}

async function shown<T>({ acts }: RunParts, set: SetSlice<ExportProgress>, write: (onProgress: (fraction: number) => void, signal: AbortSignal) => Promise<T>): Promise<T> {
  const written: T[] = []
  await acts.run('export', async (signal) => {
    set({ exportFraction: 0 })
    try {
      written.push(await write((exportFraction) => { if (!signal.aborted) set({ exportFraction }) }, signal))
    } finally {
      set({ exportFraction: null })
    }
  })
  if (written.length === 0) throw new MynaError('aborted', 'nothing can be written now')
  return written[0] as T
}

/** Holds the sound of one take at a time. */
function takesAsSource(ids: readonly string[], sounds: TakeSounds): ExportSource {
  let current: { readonly part: number; readonly samples: Promise<Float32Array> } | null = null
  return {
    async read(part, start, end) {
      if (current?.part !== part) current = { part, samples: sounds.read(ids[part] ?? '') }
      return (await current.samples).slice(start, end)
    },
  }
}
