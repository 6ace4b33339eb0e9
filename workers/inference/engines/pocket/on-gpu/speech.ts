import { MynaError } from '../../../../../src/shared/protocol/errors'
import { speechSizes } from '../../../../formats/checkpoint/checkpoint-sizes'
import { planSpeech, speechFiles, type SpeechNumbers, type SpeechShape } from '../../../../compiler/parts'
import type { SpeechSizes } from '../../../../formats/checkpoint/pocket-sizes'
import type { Gpu } from '../../../../runtime/gpu'
import type { FixedGraphFile } from '../../../../runtime/resident-graphs'
import type { PocketConfiguration } from '../configuration'
import type { SpeechModel } from '../language-model/speech-model'
import type { PartFiles } from '../pocket-source'
import type { Opened } from '../../opened'
import { readOrCompile, type CompileContext, type CompiledGraphs } from '../../on-gpu/compiled-graphs'
import { planOf } from './part-plan'
import { openLate } from './late-session'
import type { GpuOpening } from '../../on-gpu/placement'
import { createResidentSpeech } from './resident-speech'

/** An open part, and how its graphs run. */
export interface OpenedOnGpu<T> extends Opened<T> {
  readonly form: 'as compiled' | 'as recorded commands'
}

/** A way to run a part on a GPU; `key` names it in what is remembered of it. */
export interface OnGpu<T> {
  readonly key: string
  readonly open: (on: GpuOpening) => Promise<OpenedOnGpu<T>>
}

/** Where a part's graphs are compiled from. */
export interface PartSource {
  readonly configuration: PocketConfiguration
  readonly files: () => Promise<PartFiles>
}

/** `isQuantised`: its matrices are kept in 8 bits. */
interface SpeechSource extends PartSource {
  readonly isQuantised: boolean
}

/**
 * Opens language model and flow. `layers` is the number of each cache's layer, in the order in which a voice lists its caches.
 * Errors: those of opening graphs on the GPU.
 */
export async function openGpuSpeech(
  on: GpuOpening,
  { sizes, graphs }: CompiledGraphs<SpeechSizes & SpeechShape>,
  { embed, layers }: { readonly embed: SpeechModel['embed']; readonly layers: readonly number[] },
): Promise<OpenedOnGpu<SpeechModel>> {
  const resident = await on.openResident([graphOf(graphs, speechFiles.step), graphOf(graphs, speechFiles.prefill)])
  const [step, prefill] = resident.graphs
  if (!step || !prefill) throw new MynaError('internal', 'two graphs were opened')
  const { bytes, options } = graphOf(graphs, speechFiles.flow)
  const flow = openLate(() => on.createSession(bytes, options))
  return {
    value: createResidentSpeech({ memory: resident, step, prefill, embed, flow: () => flow.get() }, { ...sizes, layers }),
    form: step.isRecorded ? 'as recorded commands' : 'as compiled',
    async release() {
      await resident.release()
      await flow.release()
    },
  }
}

/** Positions that one call adds of a voice or a text. */
const PREFILL_ROWS = 32

/**
 * The ways to run language model and flow on a GPU. Weights that are kept in 8 bits stay exactly those, which takes a quarter of
 * the memory that each frame has to read; others are multiplied in 16 bits where the GPU can.
 */
export function speechWays(context: CompileContext & { readonly gpu: Pick<Gpu, 'lacksHalfFloats'> }, source: SpeechSource, embed: SpeechModel['embed']): readonly OnGpu<SpeechModel>[] {
  const { configuration: { languageModel, maxPositions }, isQuantised } = source
  if (languageModel === null) return []
  const wide = context.gpu.lacksHalfFloats ? 'fp32' : 'fp16'
  const numbers: readonly SpeechNumbers[] = isQuantised ? ['q8', wide] : [wide]
  return numbers.map((kind) => {
    const key = `speech-${kind}`
    const plan = () => planOf(source.files, (tensors) => {
      const sizes = { ...speechSizes(tensors, languageModel), capacity: maxPositions, prefillRows: PREFILL_ROWS }
      return { sizes, graphs: planSpeech(tensors, sizes, kind, sizes) }
    })
    return {
      key,
      open: async (on) => openGpuSpeech(on, await readOrCompile(context, { key, label: 'language model', plan }), { embed, layers: languageModel.layers }),
    }
  })
}

/** Throws `model-invalid` where there is no such graph. */
export function graphOf(graphs: ReadonlyMap<string, FixedGraphFile>, path: string): FixedGraphFile {
  const graph = graphs.get(path)
  if (graph === undefined) throw new MynaError('model-invalid', `no graph ${path} was compiled`)
  return graph
}
