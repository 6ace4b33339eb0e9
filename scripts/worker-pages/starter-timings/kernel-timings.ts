import { createYieldPoint } from '../../../src/shared/threads/yield-point'
import { openStarterNetwork } from '../../../workers/inference/engines/kokoro/network/starter-network'
import { partLengthsOf } from '../../../workers/inference/engines/kokoro/network/sound-parts'
import { styleRow } from '../../../workers/inference/engines/kokoro/style-table'
import { withBoundaries } from '../../../workers/inference/engines/kokoro/vocabulary'
import { loadKernelTeam } from '../../../workers/kernels/kernel-loader'
import type { KernelTeam } from '../../../workers/kernels/kernel-team'
import type { StarterReading, StarterTimings } from './starter-timings'

/** Times the network on the kernels, stage by stage, as the first sentence of a reading and as one that is not, with a first round that does not count. */
export async function timeKernels({ way, graph, ids, table, threads, rounds }: StarterReading): Promise<StarterTimings> {
  const openedAt = performance.now()
  const teams: KernelTeam[] = []
  const network = await openStarterNetwork(new Uint8Array(graph), async () => {
    const team = await (way === 'kernels' ? loadKernelTeam(threads) : loadKernelTeam(threads, false))
    teams.push(team)
    return team
  })
  const openSeconds = (performance.now() - openedAt) / 1000
  const manner = { style: styleRow(table, ids.length), speed: 1 }
  const letStopArrive = createYieldPoint(new AbortController().signal)
  const times = new Map<string, number[]>()
  const [seconds, opening]: [number[], number[]] = [[], []]
  let longestSeconds = 0
  let audioSeconds = 0

  async function speak(isFirst: boolean, counts: boolean): Promise<{ readonly first: number; readonly all: number }> {
    const startedAt = performance.now()
    let [stageAt, yieldedAt, samples, first] = [startedAt, startedAt, 0, 0]
    const yieldPoint = async () => {
      if (counts) longestSeconds = Math.max(longestSeconds, (performance.now() - yieldedAt) / 1000)
      await letStopArrive()
      yieldedAt = performance.now()
    }
    const reached = (stage: string) => {
      const now = performance.now()
      if (counts && !isFirst) times.set(stage, [...(times.get(stage) ?? []), (now - stageAt) / 1000])
      stageAt = now
    }
    for await (const part of network.speak(withBoundaries(ids), manner, partLengthsOf(isFirst ? 0 : 1), yieldPoint, reached)) {
      if (samples === 0) first = (performance.now() - startedAt) / 1000
      samples += part.samples.length
    }
    reached('waveform')
    audioSeconds = samples / 24_000
    return { first, all: (performance.now() - startedAt) / 1000 }
  }

  for (let round = 0; round <= rounds; round++) {
    const whole = await speak(false, round > 0)
    const opened = await speak(true, round > 0)
    if (round === 0) continue
    seconds.push(whole.all)
    opening.push(opened.first)
  }
  const memoryBytes = teams.reduce((sum, { kernels }) => sum + kernels.memory.float32(0, 0).buffer.byteLength, 0)
  await network.release()
  return { audioSeconds, openSeconds, seconds, stages: Object.fromEntries(times), opening, longestSeconds, memoryBytes }
}
