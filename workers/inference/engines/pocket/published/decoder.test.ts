import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Session } from '../../../../runtime/session'
import { float32, type TensorValue } from '../../../../runtime/tensor'
import { parseBundle } from './bundle'
import { changesInDecoding, createDecoder, mostFrames } from './decoder'

const bundle = parseBundle(Uint8Array.from(readFileSync('e2e/fixtures/pocket-tiny/bundle.json')).buffer)

describe('decoder', () => {
  it('refuses more frames at once than its ring can hold', async () => {
    const session: Session = {
      inputNames: [], outputNames: [], inputShapes: new Map(), release: () => Promise.resolve(),
      run: () => Promise.reject(new Error('must not run')),
    }
    await expect(createDecoder(session, bundle)().decode(new Float32Array(47 * 32))).rejects.toMatchObject({ code: 'internal' })
  })

  it('fits 46 frames into the published ring', () => {
    // 16 per frame: 46 take 736 of 1000 positions and leave the 249 that the first query looks back at; 47 leave 248.
    expect(mostFrames(bundle.mimi_state_manifest)).toBe(46)
  })

  it('carries the 15 states that the published graph changes, of 56', () => {
    const carried = bundle.mimi_state_manifest.filter(changesInDecoding).map((entry) => entry.index)
    expect(carried).toEqual([1, 3, 4, 6, 9, 11, 14, 16, 19, 20, 21, 22, 23, 24, 55])
  })

  it('asks for those states only and feeds them back, the others as they began', async () => {
    const calls: { feeds: Readonly<Record<string, TensorValue>>; fetches: readonly string[] | undefined }[] = []
    const session: Session = {
      inputNames: [], outputNames: [], inputShapes: new Map(), release: () => Promise.resolve(),
      run(feeds, fetches) {
        calls.push({ feeds, fetches })
        return Promise.resolve(Object.fromEntries((fetches ?? []).map((name) => [name, float32(Float32Array.of(calls.length), [1])])))
      },
    }
    const start = createDecoder(session, bundle)
    const stream = start()
    await stream.decode(new Float32Array(32))
    await stream.decode(new Float32Array(32))
    await start().decode(new Float32Array(32))
    expect(calls[0]?.fetches).toHaveLength(16)
    expect(calls[1]?.feeds['state_1']?.data).toEqual(Float32Array.of(1))
    expect(calls[1]?.feeds['state_26']).toBe(calls[0]?.feeds['state_26'])
    expect(calls[2]?.feeds['state_1']).toBe(calls[0]?.feeds['state_1'])
  })
})
