import { describe, expect, it } from 'vitest'
import { MynaError, type ErrorCode } from '../../../../../src/shared/protocol/errors'
import { openProven, type Alternatives, type Verdict } from './kernel-check'

/** A "graph" whose value is what running it gives; a log of what was opened, run and released, and what was remembered. */
function scene(plain: Float32Array | ErrorCode, lean: Float32Array | ErrorCode | null, known: boolean | null = null) {
  const log: string[] = []
  const open = (name: string, result: Float32Array | ErrorCode) => () => {
    log.push(`open ${name}`)
    if (typeof result === 'string') return Promise.reject(new MynaError(result, name))
    return Promise.resolve({
      value: { name, result },
      release() {
        log.push(`release ${name}`)
        return Promise.resolve()
      },
    })
  }
  const alternatives: Alternatives<{ name: string; result: Float32Array }> = {
    plain: open('plain', plain),
    lean: lean && open('lean', lean),
    exercise({ name, result }) {
      log.push(`run ${name}`)
      return Promise.resolve([{ values: result, tolerance: 0.01 }])
    },
  }
  const verdict: Verdict = {
    read: () => Promise.resolve(known),
    write(proven) {
      log.push(`remember ${proven}`)
      return Promise.resolve()
    },
  }
  return { log, alternatives, verdict }
}

const right = Float32Array.of(1, -2)

async function outcome(...given: Parameters<typeof scene>) {
  const { log, alternatives, verdict } = scene(...given)
  const { isLean } = await openProven(alternatives, verdict)
  return { isLean, log }
}

describe('choosing between a rewritten graph and the published one', () => {
  it('passes on what is wrong with the published graph', async () => {
    const { alternatives, verdict } = scene('model-invalid', right)
    await expect(openProven(alternatives, verdict)).rejects.toMatchObject({ code: 'model-invalid', detail: 'plain' })
  })

  it('passes on that memory is short, rather than to load even more', async () => {
    const { alternatives, verdict, log } = scene(right, 'out-of-memory')
    await expect(openProven(alternatives, verdict)).rejects.toMatchObject({ code: 'out-of-memory' })
    expect(log).toEqual(['open plain', 'run plain', 'release plain', 'open lean'])
  })

  it.each([
    ['differs in one value', Float32Array.of(1, -2.02)],
    ['gives no number', Float32Array.of(1, NaN)],
    ['gives too few values', Float32Array.of(1)],
  ])('drops a rewritten graph that %s, releases it, and remembers that', async (_, wrong) => {
    const { isLean, log } = await outcome(right, wrong)
    expect(isLean).toBe(false)
    expect(log).toEqual(['open plain', 'run plain', 'release plain', 'open lean', 'run lean', 'remember false', 'release lean', 'open plain'])
  })

  it.each(['model-invalid', 'inference-failed'] as const)('falls back when the rewritten graph fails with %s', async (code) => {
    const { isLean, log } = await outcome(right, code)
    expect(isLean).toBe(false)
    expect(log.slice(-2)).toEqual(['remember false', 'open plain'])
  })

  it('takes a proven one, and never holds both', async () => {
    const { isLean, log } = await outcome(right, Float32Array.of(1, -2.005))
    expect(isLean).toBe(true)
    expect(log).toEqual(['open plain', 'run plain', 'release plain', 'open lean', 'run lean', 'remember true'])
  })

  it('neither runs nor remembers anything where there is nothing to choose', async () => {
    expect(await outcome(right, null)).toEqual({ isLean: false, log: ['open plain'] })
  })

  it.each([[true, 'lean'], [false, 'plain']] as const)('trusts a verdict of %s', async (known, opened) => {
    expect(await outcome(right, right, known)).toEqual({ isLean: known, log: [`open ${opened}`] })
  })

  it('falls back without a word on the verdict when a graph proven before does not load any more', async () => {
    expect(await outcome(right, 'model-invalid', true)).toEqual({ isLean: false, log: ['open lean', 'open plain'] })
  })
})
