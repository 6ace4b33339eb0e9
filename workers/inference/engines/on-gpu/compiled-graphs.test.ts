import { beforeEach, describe, expect, it } from 'vitest'
import { tinySizes } from '#fixtures/pocket-sizes'
import { ruleCheckpoint } from '#fixtures/rule-checkpoint'
import { MynaError } from '../../../../src/shared/protocol/errors'
import { COMPILER_VERSION, planSpeech } from '../../../compiler/parts'
import type { GraphKeeper } from '../../../runtime/gpu'
import { readOrCompile, type CompileContext } from './compiled-graphs'

const checkpoint = ruleCheckpoint(tinySizes)
const shape = { capacity: 64, prefillRows: 8 }

describe('graphs compiled for a GPU', () => {
  let kept: Map<string, ReadonlyMap<string, ArrayBuffer>>
  let plans: number
  let reads: number
  let hasRoom: boolean

  const graphs: GraphKeeper = {
    read: (packKey, part, version) => Promise.resolve(kept.get(`${packKey}/${part}/${version}`) ?? null),
    write(packKey, part, version, files) {
      if (hasRoom) kept.set(`${packKey}/${part}/${version}`, files)
      return Promise.resolve(hasRoom)
    },
  }
  beforeEach(() => {
    kept = new Map()
    plans = reads = 0
    hasRoom = true
  })

  const read = (context: Partial<CompileContext> = {}) =>
    readOrCompile({ packKey: 'tiny@1', gpu: { graphs }, ...context }, {
      key: 'speech-q8', label: 'language model',
      plan() {
        plans++
        const counted = { read: (...which: Parameters<typeof checkpoint.read>) => (reads++, checkpoint.read(...which)) }
        return Promise.resolve({ sizes: { ...tinySizes, ...shape }, graphs: planSpeech(counted, tinySizes, 'q8', shape) })
      },
    })

  it('leave nothing behind when it is cancelled in the middle', async () => {
    let calls = 0
    const yieldPoint = () => (++calls > 20 ? Promise.reject(new MynaError('aborted', 'stopped')) : Promise.resolve())
    await expect(read({ yieldPoint })).rejects.toMatchObject({ code: 'aborted' })
    expect(kept.size).toBe(0)
    expect(reads).toBeLessThan(25)
  })

  it('can be used although there is no room to keep them', async () => {
    hasRoom = false
    expect((await read()).graphs.size).toBe(3)
    await read()
    expect(plans).toBe(2)
  })

  it('are compiled once, with progress, and read back the same', async () => {
    const fractions: number[] = []
    const compiled = await read({ onProgress: ({ fraction, label }) => {
      expect(label).toBe('Compiling for the GPU: language model')
      fractions.push(fraction)
    } })
    expect(fractions.at(-1)).toBe(1)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect([...kept.keys()]).toEqual([`tiny@1/speech-q8/${COMPILER_VERSION}`])
    expect(await read()).toEqual(compiled)
    expect([plans, compiled.sizes.capacity]).toEqual([1, 64])
    expect(compiled.graphs.get('step.onnx')?.inputs['position']).toEqual({ type: 'int32', dims: [1] })
    // Weights lie in the step's file; the others are given it.
    expect(compiled.graphs.get('prefill.onnx')?.options?.externalData).toMatchObject([{ path: 'step.onnx' }])
  })
})
