import { MynaError } from '../../shared/protocol/errors'
import type { LoadedEngine, Progress } from '../../shared/protocol/inference'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import type { ModelsSlice } from '../models/models-slice'
import { readyPack } from '../models/ready-pack'

/**
 * Opens the chosen engine for an act on voices, and notes that it is open. Errors: `model-missing` where none is chosen or its files are not
 * here, those of loading.
 */
export async function openChosenEngine(
  inference: AppServices['inference'], models: ModelsSlice, report: (progress: Progress) => void, signal: AbortSignal,
): Promise<LoadedEngine> {
  report({ fraction: 0, label: activities.openingModel })
  const { packs, selectedPackId, executionProvider, threads } = models
  const pack = readyPack(packs, selectedPackId)
  if (!pack) throw new MynaError('model-missing', selectedPackId ?? 'no engine is chosen')
  const loaded = await inference.load({ pack, runtime: { executionProvider, threads } }, report, signal)
  models.noteLoaded(loaded)
  return loaded
}
