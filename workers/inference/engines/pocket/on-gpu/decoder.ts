import { decoderSizes } from '../../../../formats/checkpoint/checkpoint-sizes'
import { decoderFile, planDecoder } from '../../../../compiler/parts'
import type { DecoderSizes } from '../../../../formats/checkpoint/pocket-sizes'
import { decoderNames } from '../../../../formats/step-names'
import type { DecoderStream } from '../codec/block-decoder'
import { readOrCompile, type CompileContext, type CompiledGraphs } from '../../on-gpu/compiled-graphs'
import { planOf } from './part-plan'
import type { GpuOpening } from '../../on-gpu/placement'
import { createResidentDecoder } from './resident-decoder'
import { graphOf, type OnGpu, type OpenedOnGpu, type PartSource } from './speech'

/**
 * Frames of the calls that there are graphs for: one, for the shortest way to the first sound, and as many as a steady stream is
 * decoded in, which cost hardly more.
 */
export const DECODER_LENGTHS = [1, 4] as const

/** Opens the codec's decoder. Errors: those of opening graphs on the GPU. */
export async function openGpuDecoder(on: GpuOpening, { sizes, graphs }: CompiledGraphs<DecoderSizes>): Promise<OpenedOnGpu<() => DecoderStream>> {
  const files = DECODER_LENGTHS.map((frames) => graphOf(graphs, decoderFile(frames)))
  const resident = await on.openResident(files)
  const prefix = decoderNames.carried('')
  const carried = Object.keys(files[0]?.inputs ?? {}).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  const opened = resident.graphs.map((graph, i) => ({ frames: DECODER_LENGTHS[i] ?? 1, graph }))
  return {
    value: createResidentDecoder({ memory: resident, graphs: opened, carried, sizes }),
    form: resident.graphs.every(({ isRecorded }) => isRecorded) ? 'as recorded commands' : 'as compiled',
    release: () => resident.release(),
  }
}

/** The way to run the decoder on a GPU; none where its sizes are unknown. */
export function decoderWays(context: CompileContext, { configuration: { codec }, files }: PartSource): readonly OnGpu<() => DecoderStream>[] {
  if (codec === null) return []
  const plan = () => planOf(files, (tensors) => {
    const sizes = decoderSizes(tensors, codec.decoder)
    return { sizes, graphs: planDecoder(tensors, sizes, DECODER_LENGTHS) }
  })
  return [{ key: 'decoder', open: async (on) => openGpuDecoder(on, await readOrCompile(context, { key: 'decoder', label: 'decoder', plan })) }]
}
