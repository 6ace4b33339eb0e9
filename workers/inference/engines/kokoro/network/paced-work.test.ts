import { afterEach, describe, expect, it, vi } from 'vitest'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { KernelCall, KernelTeam } from '../../../../kernels/kernel-team'
import { createPacedWork } from './paced-work'

/** A team that keeps what it is told to do. */
function recordingTeam() {
  const calls: KernelCall[] = []
  const team = {
    lanes: 1,
    run(count: number, call: (index: number, lane: number) => KernelCall) {
      for (let index = 0; index < count; index++) calls.push(call(index, 0))
    },
    each(rows: number, grain: number, call: (from: number, to: number, lane: number) => KernelCall) {
      for (let from = 0; from < rows; from += grain) calls.push(call(from, Math.min(rows, from + grain), 0))
    },
  }
  return { calls, team: team as unknown as KernelTeam }
}

afterEach(() => { vi.restoreAllMocks() })

describe('paced work', () => {
  it('covers all rows once, cut at multiples of the grain', async () => {
    const { calls, team } = recordingTeam()
    await createPacedWork(team, () => Promise.resolve()).each(1000, 30, 1e7, (from, to) => ['gelu', from, to])
    const ranges = calls.map(([, from = NaN, to = NaN]) => [from, to] as const)
    expect(ranges.map(([from]) => from)).toEqual([0, ...ranges.slice(0, -1).map(([, to]) => to)])
    expect([ranges.every(([from]) => from % 30 === 0), ranges.at(-1)?.[1]]).toEqual([true, 1000])
  })

  it('counts pieces through, also where a team cannot take so many at once', async () => {
    const { calls, team } = recordingTeam()
    await createPacedWork(team, () => Promise.resolve()).pieces(150, 1, (index) => ['gelu', index, 4])
    expect(calls.map(([, index]) => index)).toEqual(Array.from({ length: 150 }, (_, i) => i))
  })

  it('does steps in this thread', async () => {
    const ranges: number[][] = []
    await createPacedWork(recordingTeam().team, () => Promise.resolve()).steps(5, 1e8, (from, to) => ranges.push([from, to]))
    expect(ranges).toEqual([[0, 2], [2, 4], [4, 5]])
  })

  it('lets a stop in once it has worked for a while, and does no more then', async () => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    const { calls, team } = recordingTeam()
    const work = createPacedWork(team, () => Promise.reject(new MynaError('aborted', 'stopped')))
    const counted = (from: number, to: number): KernelCall => {
      now += 15
      return ['gelu', from, to]
    }
    await expect(work.each(1000, 100, 2e6, counted)).rejects.toMatchObject({ code: 'aborted' })
    expect(calls).toHaveLength(3)
  })
})
