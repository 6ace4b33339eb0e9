import { describe, expect, it } from 'vitest'
import { MynaError, type ErrorCode } from '../../../../../src/shared/protocol/errors'
import { openIfProven, similar, type Comparison, type Verdict } from './kernel-check'

/** A part whose value is what running it gives; a log of what was opened, run and released, and what was remembered. */
function scene(published: Float32Array | ErrorCode, kernels: Float32Array | ErrorCode, known: boolean | null = null) {
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
  const comparison: Comparison<{ name: string; result: Float32Array }> = {
    published: open('published', published),
    kernels: open('kernels', kernels),
    exercise({ name, result }) {
      log.push(`run ${name}`)
      return Promise.resolve([{ values: result, tolerance: 0 }])
    },
    agree: similar,
  }
  const verdict: Verdict = {
    read: () => Promise.resolve(known),
    write(proven) {
      log.push(`remember ${proven}`)
      return Promise.resolve()
    },
  }
  return { log, comparison, verdict }
}

const right = Float32Array.of(1, -2)

async function outcome(...given: Parameters<typeof scene>) {
  const { log, comparison, verdict } = scene(...given)
  const opened = await openIfProven(comparison, verdict)
  return { opened: opened?.value.name ?? null, log }
}

describe('kernels beside the graphs that their weights were published in', () => {
  it('pass on what is wrong with the graphs', async () => {
    const { comparison, verdict } = scene('model-invalid', right)
    await expect(openIfProven(comparison, verdict)).rejects.toMatchObject({ code: 'model-invalid', detail: 'published' })
  })

  it('pass on that memory is short, rather than to load even more', async () => {
    const { comparison, verdict, log } = scene(right, 'out-of-memory')
    await expect(openIfProven(comparison, verdict)).rejects.toMatchObject({ code: 'out-of-memory' })
    expect(log).toEqual(['open published', 'run published', 'release published', 'open kernels'])
  })

  it.each([
    ['differ by more than a tenth', Float32Array.of(1, -2.3)],
    ['give no number', Float32Array.of(1, NaN)],
    ['give too few values', Float32Array.of(1)],
  ])('are released where they %s, and that is remembered', async (_, wrong) => {
    const { opened, log } = await outcome(right, wrong)
    expect(opened).toBeNull()
    expect(log).toEqual(['open published', 'run published', 'release published', 'open kernels', 'run kernels', 'remember false', 'release kernels'])
  })

  it.each(['model-invalid', 'model-mismatch', 'inference-failed'] as const)('are not taken when they fail with %s', async (code) => {
    const { opened, log } = await outcome(right, code)
    expect(opened).toBeNull()
    expect(log.at(-1)).toBe('remember false')
  })

  it('are taken where they are proven, and never loaded beside the graphs', async () => {
    const { opened, log } = await outcome(right, Float32Array.of(1, -2.005))
    expect(opened).toBe('kernels')
    expect(log).toEqual(['open published', 'run published', 'release published', 'open kernels', 'run kernels', 'remember true'])
  })

  it.each([[true, 'kernels', ['open kernels']], [false, null, []]] as const)('are taken or not by a verdict of %s, without a run', async (known, opened, log) => {
    expect(await outcome(right, right, known)).toEqual({ opened, log })
  })

  it('are not taken, without a word on the verdict, when those proven before do not load any more', async () => {
    expect(await outcome(right, 'model-invalid', true)).toEqual({ opened: null, log: ['open kernels'] })
  })
})
