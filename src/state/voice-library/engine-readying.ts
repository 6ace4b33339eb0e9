import type { AppServices } from '../app-services'
import type { ModelsSlice } from '../models/models-slice'
import { readyPack } from '../models/ready-pack'
import type { RecordingSlice } from '../record-voice/recording-slice'
import { isInUse, type ActName, type RunningActs } from '../running-acts'

type Followed = Pick<RecordingSlice, 'recording'> & Pick<ModelsSlice, 'packs' | 'selectedPackId' | 'executionProvider' | 'threads'> & { readonly running: readonly ActName[] }

/**
 * While a person names a recording, the chosen engine is loaded with what it listens with: the voice that is saved then speaks the sooner.
 * Only for the starter, which is small, and only where it is on this device; what fails is said when it is needed.
 */
export function readyEngineForDrafts(
  store: { readonly subscribe: (listener: (state: Followed) => void) => unknown },
  { inference }: Pick<AppServices, 'inference'>,
  acts: RunningActs,
): void {
  let isServed = false
  store.subscribe(({ recording, running, packs, selectedPackId, executionProvider, threads }) => {
    if (recording.phase !== 'draft') isServed = false
    if (recording.phase !== 'draft' || isServed || isInUse(running, 'inference', 'microphone')) return
    const pack = readyPack(packs, selectedPackId)
    if (pack?.engine !== 'kokoro') return
    isServed = true
    void acts.run('readying', async (signal) => {
      await inference.load({ pack, runtime: { executionProvider, threads }, listens: true }, () => undefined, signal).catch(() => undefined)
    })
  })
}
