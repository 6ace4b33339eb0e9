import type { SourceTensors } from './source-tensors'
import { blockProduct, halfProduct } from './block-products'
import { fixedDecoderGraph, fixedEncoderGraph } from './codec-graphs'
import { generatorGraph, type GeneratorWeights } from './generator-graph'
import { fixedFlowGraph, fixedPrefillGraph, fixedStepGraph } from './speech-graphs'
import type { BuiltGraph, GraphShapes, Product } from './graph-builder'
import { graphFile, type GraphFile } from './graph-file'
import type { DecoderSizes, EncoderSizes, SpeechSizes } from '../formats/checkpoint/pocket-sizes'
import { inside, packedProduct, plainProduct } from './products'

/** Goes along with what is kept: to be raised with every change of what a graph computes or how it is written. */
export const COMPILER_VERSION = 3

/** The numbers that the language model's matrices are kept and multiplied in. */
export const speechNumbers = ['q8', 'fp16', 'fp32'] as const
export type SpeechNumbers = (typeof speechNumbers)[number]

/** A graph of fixed shape that is made while it is written. */
export interface PlannedGraph extends GraphFile {
  readonly shapes: GraphShapes
  /** The file that some of its weights lie in, which the runtime has to be given beside it. */
  readonly weightsIn: string | null
}

/** Where weights come from; they are read one at a time. */
export type Weights = Pick<SourceTensors, 'read' | 'stored'>

/** Positions of one run, as many as the published bundles have, and positions that one call adds of a voice or a text. */
export interface SpeechShape {
  readonly capacity: number
  readonly prefillRows: number
}

export const speechFiles = { step: 'step.onnx', prefill: 'prefill.onnx', flow: 'flow.onnx' } as const
export const decoderFile = (frames: number) => `decoder-${frames}.onnx`
export const encoderFile = 'encoder.onnx'
export const generatorFile = 'generator.onnx'

const speechProducts: Readonly<Record<SpeechNumbers, Product>> = { q8: inside(blockProduct), fp16: inside(halfProduct), fp32: plainProduct }

/** Language model and flow; the weights lie in the step's file. */
export function planSpeech(weights: Weights, sizes: SpeechSizes, numbers: SpeechNumbers, { capacity, prefillRows }: SpeechShape): readonly PlannedGraph[] {
  const product = speechProducts[numbers]
  return sharing(weights, [
    [speechFiles.step, fixedStepGraph(sizes, product, capacity)],
    [speechFiles.prefill, fixedPrefillGraph(sizes, product, { capacity, rows: prefillRows })],
    [speechFiles.flow, fixedFlowGraph(sizes, product)],
  ])
}

/** The codec's decoder, for calls of so many frames each; the weights lie in the first file. Always computed in float32: its sound suffers from less. */
export function planDecoder(weights: Weights, sizes: DecoderSizes, lengths: readonly number[]): readonly PlannedGraph[] {
  return sharing(weights, lengths.map((frames) => [decoderFile(frames), fixedDecoderGraph(sizes, codecProduct(weights, 'decoder'), frames)]))
}

/** The codec's encoder for windows of so many frames, in float32. */
export function planEncoder(weights: Weights, sizes: EncoderSizes, frames: number): readonly PlannedGraph[] {
  return sharing(weights, [[encoderFile, fixedEncoderGraph(sizes, codecProduct(weights, 'encoder'), frames)]])
}

/** The starter's generator for any number of rows, in float32; weights that came in 8 bits are kept so. */
export function planGenerator(weights: GeneratorWeights): readonly PlannedGraph[] {
  return sharing(weights, [[generatorFile, generatorGraph(weights)]])
}

/** Matrices that are kept in 8 bits stay so in the file, and are widened when it is loaded. */
function codecProduct({ stored }: Weights, part: 'decoder' | 'encoder'): Product {
  return stored?.(`mimi.${part}_transformer.transformer.layers.0.linear1.weight`) ? packedProduct : plainProduct
}

/** Graphs of which all but the first look for their weights in the first one's file. */
function sharing(weights: Weights, graphs: readonly (readonly [path: string, graph: BuiltGraph])[]): readonly PlannedGraph[] {
  const planned: PlannedGraph[] = []
  for (const [path, graph] of graphs) {
    const [first] = planned
    planned.push({ ...graphFile(path, graph, weights, first?.places), shapes: graph.shapes, weightsIn: first?.path ?? null })
  }
  return planned
}

/** What is asked of whoever waits for a compilation. */
export interface CompileCall {
  /** Awaited before each tensor: throws where it is to be stopped. */
  readonly yieldPoint: () => Promise<void>
  readonly onProgress: (fraction: number) => void
}

/** Makes the graphs, tensor by tensor. Errors: those of reading weights, and of `yieldPoint`. */
export async function compileGraphs(graphs: readonly PlannedGraph[], { yieldPoint, onProgress }: CompileCall): Promise<ReadonlyMap<string, ArrayBuffer>> {
  const totalBytes = graphs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const files = new Map<string, ArrayBuffer>()
  let madeBytes = 0
  for (const graph of graphs) {
    const file = new Uint8Array(graph.sizeBytes)
    let at = 0
    for await (const part of graph.parts()) {
      await yieldPoint()
      file.set(part, at)
      at += part.length
      onProgress((madeBytes + at) / totalBytes)
    }
    madeBytes += at
    files.set(graph.path, file.buffer)
  }
  return files
}
