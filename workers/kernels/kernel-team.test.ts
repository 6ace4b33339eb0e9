import { afterEach, describe, expect, it } from 'vitest'
import { draw, floatsIn } from '#fixtures/kernel-memory'
import { compileKernels } from '../../scripts/app/kernel-build'
import { loadNodeTeam } from '#fixtures/node-kernels'
import { readFileSync } from 'node:fs'
import { createKernelTeam, type KernelTeam } from './kernel-team'

const teams: KernelTeam[] = []

afterEach(() => {
  for (const team of teams.splice(0)) team.release()
})

async function teamOf(lanes: number): Promise<KernelTeam> {
  const team = await loadNodeTeam(lanes)
  teams.push(team)
  return team
}

const ROWS = 1000
const WIDTH = 24

/** ELU of `ROWS` rows, in ranges. */
function activated(team: KernelTeam, values: Float32Array): Float32Array {
  const { place, read } = floatsIn(team.kernels)
  const from = place(values)
  const to = place(new Float32Array(values.length))
  team.each(ROWS, 6, (first, end) => ['elu', from + first * WIDTH * 4, to + first * WIDTH * 4, (end - first) * WIDTH])
  return read(to, values.length)
}

describe('a team of kernels', () => {
  it.each([1, 2, 3])('computes with %i threads what one computes', async (lanes) => {
    const values = draw(ROWS * WIDTH, 5)
    const team = await teamOf(lanes)
    expect(team.lanes).toBe(lanes)
    const expected = Float32Array.from(values, (value) => (value > 0 ? value : Math.expm1(value)))
    for (let time = 0; time < 200; time++) expect(activated(team, values).every((value, i) => Math.abs(value - (expected[i] ?? NaN)) < 1e-6)).toBe(true)
  })

  it('gives ranges that begin at multiples of the grain and leave nothing out', async () => {
    const team = await teamOf(1)
    const ranges: (readonly [number, number])[] = []
    team.each(100, 6, (from, to) => {
      ranges.push([from, to])
      return ['elu', 0, 0, 0]
    })
    expect(ranges[0]?.[0]).toBe(0)
    expect(ranges.at(-1)?.[1]).toBe(100)
    expect(ranges.every(([from, to], i) => from % 6 === 0 && to > from && (i === 0 || ranges[i - 1]?.[1] === from))).toBe(true)
  })

  it('words every call for the lane that takes it', async () => {
    const team = await teamOf(2)
    const { place, read } = floatsIn(team.kernels)
    const from = place(Float32Array.of(-1, -1, -1, -1))
    const to = [place(new Float32Array(4)), place(new Float32Array(4))]
    team.run(40, (_, lane) => ['elu', from, to[lane] ?? 0, 4])
    const taken = to.filter((address) => read(address, 1)[0] !== 0).length
    expect(taken).toBeGreaterThan(0)
  })

  it('says when a kernel failed, and goes on with the next', async () => {
    const team = await teamOf(2)
    const outside = 2 ** 31
    expect(() => {
      team.run(8, () => ['elu', outside, outside, 4])
    }).toThrow(expect.objectContaining({ code: 'internal' }) as Error)
    const values = draw(ROWS * WIDTH, 6)
    expect(activated(team, values)[0]).toBeCloseTo((values[0] ?? 0) > 0 ? (values[0] ?? 0) : Math.expm1(values[0] ?? 0), 5)
  })

  it('works alone where a thread does not start', async () => {
    const module = await WebAssembly.compile(readFileSync(await compileKernels('baseline-shared')))
    const team = await createKernelTeam(module, 2, () => Promise.reject(new Error('no worker')))
    expect(team.lanes).toBe(1)
    expect(activated(team, new Float32Array(ROWS * WIDTH).fill(2))[5]).toBe(2)
  })
})
