import * as ort from 'onnxruntime-web/wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import { largestDifference } from '#fixtures/compare-numbers'
import { rows, values } from '#fixtures/official-vectors'
import { tinySizes } from '#fixtures/pocket-sizes'
import { ruleCheckpoint } from '#fixtures/rule-checkpoint'
import { decoderOf, encoderOf } from '../formats/checkpoint/pocket-sizes'
import { ELEMENT_TYPE } from '../formats/onnx-model'
import { fixedNames } from '../formats/step-names'
import { readOnnxModel } from '../formats/onnx-reader'
import { fixedPrefillGraph, fixedStepGraph } from './speech-graphs'
import { graphFile } from './graph-file'
import { compileGraphs, planDecoder, planEncoder, planSpeech, type SpeechNumbers } from './parts'
import { plainProduct } from './products'

// Graphs of fixed shape against numbers of the official PyTorch code with the same (random) weights.

ort.env.wasm.numThreads = 1

const { lm } = tinySizes
const headWidth = lm.width / lm.heads

async function bytesOf(file: { parts(): AsyncIterable<Uint8Array> }): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of file.parts()) parts.push(part)
  return Uint8Array.from(Buffer.concat(parts))
}

interface Sessions {
  readonly step: ort.InferenceSession
  readonly prefill: ort.InferenceSession
  readonly capacity: number
  readonly prefillRows: number
}

/** A host as small as one can be: caches that start full of a number which must not matter, and row copies. */
function createHost({ step, prefill, capacity, prefillRows }: Sessions) {
  const rowLength = lm.width
  const caches = Array.from({ length: lm.layers }, () => ({ keys: new Float32Array(capacity * rowLength).fill(7), values: new Float32Array(capacity * rowLength).fill(-7) }))
  let position = 0
  const floats = (data: Float32Array, dims: readonly number[]) => new ort.Tensor('float32', data, dims)

  async function call(session: ort.InferenceSession, feeds: Record<string, ort.Tensor>, added: number) {
    feeds[fixedNames.position] = new ort.Tensor('int32', Int32Array.of(position), [1])
    for (const [layer, cache] of caches.entries()) {
      feeds[fixedNames.keys(layer)] = floats(cache.keys, [1, capacity, lm.heads, headWidth])
      feeds[fixedNames.values(layer)] = floats(cache.values, [1, capacity, lm.heads, headWidth])
    }
    const outputs = await session.run(feeds)
    for (const [layer, cache] of caches.entries()) {
      cache.keys.set((outputs[fixedNames.newKeys(layer)]!.data as Float32Array).subarray(0, added * rowLength), position * rowLength)
      cache.values.set((outputs[fixedNames.newValues(layer)]!.data as Float32Array).subarray(0, added * rowLength), position * rowLength)
    }
    position += added
    return outputs
  }

  return {
    filled: (layer: number) => Float32Array.of(...caches[layer]!.keys.subarray(0, position * rowLength), ...caches[layer]!.values.subarray(0, position * rowLength)),
    async prefill(embeddings: Float32Array) {
      for (let done = 0; done < embeddings.length; done += prefillRows * rowLength) {
        const part = embeddings.subarray(done, done + prefillRows * rowLength)
        const filledUp = new Float32Array(prefillRows * rowLength).fill(3)
        filledUp.set(part)
        await call(prefill, { text_embeddings: floats(filledUp, [1, prefillRows, rowLength]) }, part.length / rowLength)
      }
    },
    async next(previous: Float32Array | null, noise: Float32Array) {
      const outputs = await call(step, {
        sequence: floats(previous ?? new Float32Array(32), [1, 1, 32]),
        [fixedNames.start]: floats(Float32Array.of(previous === null ? 1 : 0), [1]),
        noise: floats(noise, [1, 32]),
      }, 1)
      return { latent: outputs['latent']!.data as Float32Array, endLogit: (outputs['eos_logit']!.data as Float32Array)[0]! }
    },
  }
}

/** Voice, text and six frames, each fed back. */
async function speak(sessions: Sessions) {
  const host = createHost(sessions)
  await host.prefill(values('c.voice_prefix'))
  await host.prefill(values('a.text_embeddings'))
  const latents: number[] = []
  const endLogits: number[] = []
  let previous: Float32Array | null = null
  for (const noise of rows('c.noise', 32)) {
    const { latent, endLogit } = await host.next(previous, noise)
    previous = latent
    latents.push(...latent)
    endLogits.push(endLogit)
  }
  return { latents: Float32Array.from(latents), endLogits: Float32Array.from(endLogits), host }
}

/** Capacities right up to what the sentence needs (37) and beyond; stretches that do and do not divide voice (19) and text (12). */
describe.each([[37, 8], [64, 32], [64, 1]])('graphs of %i positions that are filled %i at a time', (capacity, prefillRows) => {
  const checkpoint = ruleCheckpoint(tinySizes)

  it('run voice, text and six frames as the official code does', async () => {
    const step = graphFile('step', fixedStepGraph(tinySizes, plainProduct, capacity), checkpoint)
    const prefill = graphFile('prefill', fixedPrefillGraph(tinySizes, plainProduct, { capacity, rows: prefillRows }), checkpoint)
    const { latents, endLogits, host } = await speak({
      step: await ort.InferenceSession.create(await bytesOf(step)),
      prefill: await ort.InferenceSession.create(await bytesOf(prefill)),
      capacity, prefillRows,
    })
    expect(largestDifference(latents, values('c.latent'))).toBeLessThan(4e-5)
    expect(largestDifference(endLogits, values('c.eos_logit'))).toBeLessThan(3e-5)
    for (let layer = 0; layer < lm.layers; layer++) {
      expect(largestDifference(host.filled(layer), values(`c.kv_final.layer${layer}`))).toBeLessThan(4e-5)
    }
  })
})

const shape = { capacity: 64, prefillRows: 8 }

/** The files of all graphs that a GPU is given, by path. */
async function compiled(numbers: SpeechNumbers): Promise<ReadonlyMap<string, Uint8Array>> {
  const weights = ruleCheckpoint(tinySizes)
  const graphs = [...planSpeech(weights, tinySizes, numbers, shape), ...planDecoder(weights, decoderOf(tinySizes), [1, 4]), ...planEncoder(weights, encoderOf(tinySizes), 4)]
  const files = await compileGraphs(graphs, { yieldPoint: () => Promise.resolve(), onProgress: () => undefined })
  return new Map([...files].map(([path, bytes]) => [path, new Uint8Array(bytes)]))
}

const PATHS = ['step.onnx', 'prefill.onnx', 'flow.onnx', 'decoder-1.onnx', 'decoder-4.onnx', 'encoder.onnx']

describe.each(['q8', 'fp16', 'fp32'] as const)('graphs compiled for a GPU in %s', (numbers) => {
  let files: ReadonlyMap<string, Uint8Array>
  beforeAll(async () => {
    files = await compiled(numbers)
  })

  const graphOf = (path: string) => readOnnxModel({ path: '', data: files.get(path)! }, true)!.graph

  it.each(PATHS)('let every value leave %s by a node that computes, which can be recorded', (path) => {
    const { nodes, outputs } = graphOf(path)
    const leaving = nodes.filter((node) => outputs.some(({ name }) => node.outputs.includes(name)))
    expect(leaving.length).toBe(outputs.length)
    // ONNX Runtime Web 1.30 copies what these let out of a graph, and records no copies.
    expect(leaving.map(({ opType }) => opType).filter((opType) => ['Identity', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Transpose'].includes(opType))).toEqual([])
  })

  it.each(PATHS)('have no node in %s that a GPU would leave to the CPU', (path) => {
    // Placement of onnxruntime-web 1.30 as measured: 64-bit arithmetic and these operators run on the CPU.
    const refused = ['IsNaN', 'Range', 'Mod', 'Or', 'Shape', 'DynamicQuantizeLinear', 'MatMulInteger', 'Loop', 'If']
    const { nodes, initializers } = graphOf(path)
    expect(nodes.map(({ opType }) => opType).filter((opType) => refused.includes(opType))).toEqual([])
    // 64-bit numbers only say where and how: shapes, axes, starts and ends.
    const wide = new Set(initializers.filter(({ dataType }) => dataType === ELEMENT_TYPE.int64).map(({ name }) => name))
    const readers = nodes.filter(({ inputs }) => inputs.some((input) => wide.has(input))).map(({ opType }) => opType)
    expect([...new Set(readers)].filter((opType) => !['Reshape', 'Slice', 'ReduceSum', 'Unsqueeze', 'Pad'].includes(opType))).toEqual([])
  })

  it('hold the weights of a part once', () => {
    const [step, prefill, flow, single, four] = PATHS.map((path) => files.get(path)!.length)
    // What is left are tables of angles and nodes.
    expect(prefill! + flow!).toBeLessThan(0.5 * step!)
    expect(four).toBeLessThan(0.2 * single!)
  })
})
