import { MynaError } from '../../../../../src/shared/protocol/errors'
import { ringSlots } from '../../../../compiler/codec-graphs'
import { HIDDEN, rotationTable } from '../../../../compiler/pocket-layers'
import { samplesPerFrame, type DecoderSizes } from '../../../../formats/checkpoint/pocket-sizes'
import { decoderNames } from '../../../../formats/step-names'
import { valueCount, type ResidentGraph, type ResidentGraphs, type ResidentTensor } from '../../../../runtime/resident-graphs'
import { createRunQueue } from '../../../../runtime/run-queue'
import type { DecoderStream } from '../codec/block-decoder'

/** The codec's decoder as graphs of fixed shape, which share their inputs. */
export interface ResidentDecoderParts {
  readonly memory: Pick<ResidentGraphs, 'write' | 'copy' | 'read'>
  /** Each for so many frames a call; one of them is for a single frame. */
  readonly graphs: readonly { readonly frames: number; readonly graph: ResidentGraph }[]
  /** Paths of what convolutions carry. */
  readonly carried: readonly string[]
  readonly sizes: DecoderSizes
}

/**
 * Streams over graphs that keep their states where they run: of a block nothing comes back but its sound. A block is cut into
 * the lengths that there are graphs for, all of which are under way before the first sound is waited for. Streams may
 * alternate, but only one has its states there: each change of stream reads them out.
 */
export function createResidentDecoder({ memory, graphs, carried, sizes }: ResidentDecoderParts): () => DecoderStream {
  const { latent, mimi: { layers, positionsPerFrame } } = sizes
  const byLength = graphs.toSorted((a, b) => b.frames - a.frames)
  const single = singleFrame(byLength)
  const slots = ringSlots(sizes)
  const rings = Array.from({ length: layers }, (_, layer) => [
    { tensor: single.input(decoderNames.keys(layer)), added: decoderNames.newKeys(layer) },
    { tensor: single.input(decoderNames.values(layer)), added: decoderNames.newValues(layer) },
  ]).flat()
  const states = [...carried.map((path) => single.input(decoderNames.carried(path))), ...rings.map(({ tensor }) => tensor)]
  const turns = createRunQueue()
  const aside = new WeakMap<object, readonly Float32Array[]>()
  let present: object | null = null

  /** Makes the states those of `stream`: silence for one that was not here yet. */
  async function enter(stream: object): Promise<void> {
    if (present === stream) return
    const before = present
    present = null
    if (before !== null) aside.set(before, await memory.read(states.map((tensor) => ({ tensor, at: 0, count: valueCount(tensor) }))))
    const kept = aside.get(stream)
    for (const [i, tensor] of states.entries()) memory.write(tensor, kept?.[i] ?? new Float32Array(valueCount(tensor)))
    aside.delete(stream)
    present = stream
  }

  /** Puts rows of this call into a ring, in two pieces where it ends between them. */
  function store(graph: ResidentGraph, { tensor, added }: { readonly tensor: ResidentTensor; readonly added: string }, position: number, rows: number): void {
    const rowLength = valueCount(tensor) / slots
    const slot = position % slots
    const first = Math.min(rows, slots - slot)
    memory.copy({ tensor: graph.output(added), at: 0, count: first * rowLength }, tensor, slot * rowLength)
    if (first < rows) memory.copy({ tensor: graph.output(added), at: first * rowLength, count: (rows - first) * rowLength }, tensor, 0)
  }

  /** One call. Its sound is still to come when the next one can begin. */
  async function call({ frames, graph }: ResidentDecoderParts['graphs'][number], latents: Float32Array, position: number): Promise<{ readonly sound: Promise<Float32Array> }> {
    const rows = frames * positionsPerFrame
    const { cos, sin } = rotationTable(position, rows, sizes.seanet.dimension / sizes.mimi.heads)
    memory.write(graph.input(decoderNames.latent(frames)), latents)
    memory.write(graph.input(decoderNames.cos(frames)), cos)
    memory.write(graph.input(decoderNames.sin(frames)), sin)
    memory.write(graph.input(decoderNames.mask(frames)), windowMask(position, rows, sizes))
    await graph.run()
    for (const ring of rings) store(graph, ring, position, rows)
    for (const path of carried) {
      const tensor = graph.output(decoderNames.next(path))
      memory.copy({ tensor, at: 0, count: valueCount(tensor) }, graph.input(decoderNames.carried(path)), 0)
    }
    const tensor = graph.output(decoderNames.sound)
    const sound = memory.read([{ tensor, at: 0, count: valueCount(tensor) }]).then(([samples]) => samples ?? new Float32Array(0))
    // Whoever waits for all of them is told; until then a failure must not count as unhandled.
    sound.catch(() => undefined)
    return { sound }
  }

  return () => {
    const stream = {}
    let position = 0

    async function decodeNow(latents: Float32Array): Promise<Float32Array> {
      const frames = latents.length / latent
      if (!Number.isInteger(frames) || frames < 1) throw new MynaError('internal', `${latents.length} values are no latents`)
      await enter(stream)
      const sounds: Promise<Float32Array>[] = []
      for (let done = 0; done < frames; ) {
        const part = byLength.find((one) => one.frames <= frames - done) ?? { frames: 1, graph: single }
        const { sound } = await call(part, latents.subarray(done * latent, (done + part.frames) * latent), position)
        sounds.push(sound)
        done += part.frames
        position += part.frames * positionsPerFrame
      }
      const audio = new Float32Array(frames * samplesPerFrame(sizes))
      let at = 0
      for (const samples of await Promise.all(sounds)) {
        audio.set(samples, at)
        at += samples.length
      }
      return audio
    }

    return { decode: (latents) => turns.run(() => decodeNow(latents)) }
  }
}

function singleFrame(graphs: ResidentDecoderParts['graphs']): ResidentGraph {
  const single = graphs.find(({ frames }) => frames === 1)
  if (single === undefined) throw new MynaError('internal', 'no graph for a single frame')
  return single.graph
}

/**
 * What is added to the scores of `rows` queries from `position` on, [rows, slots + rows]: a query sees what is less than a window
 * before it. A slot of the ring holds its latest position before this call, or nothing yet.
 */
function windowMask(position: number, rows: number, sizes: Pick<DecoderSizes, 'mimi'>): Float32Array {
  const slots = ringSlots(sizes)
  const { context } = sizes.mimi
  const width = slots + rows
  return Float32Array.from({ length: rows * width }, (_, i) => {
    const [query, key] = [Math.floor(i / width), i % width]
    if (key >= slots) return key - slots <= query && query - (key - slots) < context ? 0 : HIDDEN
    const age = ((((position - 1 - key) % slots) + slots) % slots) + 1
    return age <= position && age + query < context ? 0 : HIDDEN
  })
}
