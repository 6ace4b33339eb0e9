import { createRandom } from '../../../src/shared/audio/random'
import { createLaneScratch } from '../../../workers/inference/engines/kokoro/network/network-parts'
import { readNetworkWeights } from '../../../workers/inference/engines/kokoro/network/network-weights'
import { createPacedWork } from '../../../workers/inference/engines/kokoro/network/paced-work'
import { FRAMES_PER_SECOND, TEXT_WIDTH, type SpokenFrames } from '../../../workers/inference/engines/kokoro/network/sound-decoder'
import { createSoundNetwork } from '../../../workers/inference/engines/kokoro/network/sound-network'
import type { PartLengths } from '../../../workers/inference/engines/kokoro/network/sound-parts'
import type { KernelTeam } from '../../../workers/kernels/kernel-team'

export interface StageRequest {
  /** Where the model file lies. */
  readonly model: string
  readonly threads: number
  /** Seconds of sound of a sentence. */
  readonly seconds: number
  readonly rounds: number
}

export interface StageTimes {
  readonly lanes: number
  readonly openMs: number
  /** Medians, in milliseconds for a sentence, and of the whole. */
  readonly stages: Readonly<Record<string, number>>
  readonly totalMs: number
  /** The longest time that the thread could not be reached. */
  readonly longestMs: number
  readonly memoryBytes: number
}

/** As a sentence that is not the first of a reading. */
const PARTS: PartLengths = { opening: null, most: 10 }

/** Times the starter's sound network, stage by stage. What it says is noise: it takes as long as speech. */
export async function timeStages(team: KernelTeam, { model, seconds, rounds }: StageRequest): Promise<StageTimes> {
  const file = new Uint8Array(await (await fetch(model)).arrayBuffer())
  const openedAt = performance.now()
  const made = { team, weights: readNetworkWeights(file), scratch: createLaneScratch(team) }
  const network = createSoundNetwork(made)
  made.scratch.place()
  const openMs = performance.now() - openedAt
  const frames = noise(team, Math.round(seconds * FRAMES_PER_SECOND))
  const style = createNoise(2)(256, 0.2)
  const times = new Map<string, number[]>()
  const add = (stage: string, ms: number) => times.set(stage, [...(times.get(stage) ?? []), ms])
  let longestMs = 0
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    let [at, yieldedAt] = [startedAt, startedAt]
    const yieldPoint = () => {
      longestMs = Math.max(longestMs, performance.now() - yieldedAt)
      yieldedAt = performance.now()
      return Promise.resolve()
    }
    const work = createPacedWork(team, yieldPoint, (stage) => {
      add(stage, performance.now() - at)
      at = performance.now()
    })
    const parts = network.run(work, style, frames, PARTS)
    while (!(await parts.next()).done) continue
    add('waveform', performance.now() - at)
    add('total', performance.now() - startedAt)
  }
  const medians = new Map([...times].map(([stage, values]) => [stage, values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN]))
  const totalMs = medians.get('total') ?? NaN
  medians.delete('total')
  return { lanes: team.lanes, openMs, stages: Object.fromEntries(medians), totalMs, longestMs, memoryBytes: team.kernels.memory.float32(0, 0).buffer.byteLength }
}

function createNoise(seed: number) {
  const random = createRandom(seed)
  return (length: number, scale: number) => Float32Array.from({ length }, () => scale * random.normal())
}

/** Nine tenths of it voiced. */
function noise({ kernels: { memory } }: KernelTeam, frames: number): SpokenFrames {
  const draw = createNoise(1)
  const text = { address: memory.allocate(4 * frames * TEXT_WIDTH), rows: frames, width: TEXT_WIDTH }
  memory.float32(text.address, frames * TEXT_WIDTH).set(draw(frames * TEXT_WIDTH, 0.3))
  return {
    text,
    pitch: draw(2 * frames, 10).map((value, i) => (i % 40 < 36 ? 120 + value : 0)),
    energy: draw(2 * frames, 2),
  }
}
