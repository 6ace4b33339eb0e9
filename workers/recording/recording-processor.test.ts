import { describe, expect, it } from 'vitest'
import type { FromRecording } from '../../src/shared/protocol/recording'
import { installWorkletScope, portOfNewestProcessor } from '#testing/worklets/fake-worklet-scope'

const RATE = 48_000
const QUANTUM = 128

installWorkletScope(RATE)
const { RecordingProcessor } = await import('./recording-processor')

function makeRig() {
  const processor = new RecordingProcessor()
  const port = portOfNewestProcessor()
  const heard: FromRecording[] = []
  port.onmessage = ({ data }) => heard.push(data as FromRecording)
  const batches = () => heard.filter((message) => message.type === 'batch')
  return {
    processor,
    heard,
    batches,
    flush: () => {
      port.postMessage({ type: 'flush' })
    },
  }
}

describe('RecordingProcessor', () => {
  it('stays alive and posts nothing while the microphone gives nothing', () => {
    const { processor, heard, flush } = makeRig()
    for (const inputs of [[], [[]]]) expect(processor.process(inputs)).toBe(true)
    flush()
    expect(heard).toEqual([{ type: 'flushed' }])
  })

  it('loses no sample between batches of 50 ms and the flush', () => {
    const { processor, heard, batches, flush } = makeRig()
    for (let i = 0; i < 50; i++) {
      processor.process([[Float32Array.from({ length: QUANTUM }, (_, k) => (i * QUANTUM + k) / 2 ** 14)]])
    }
    expect(batches().map(({ channels }) => channels.map(({ length }) => length))).toEqual([[2400], [2400]])
    flush()
    expect(heard.at(-1)).toEqual({ type: 'flushed' })
    const all = batches().flatMap(({ channels }) => [...(channels[0] ?? [])])
    expect(all).toEqual(Array.from({ length: 50 * QUANTUM }, (_, i) => i / 2 ** 14))
  })

  it('keeps two channels apart, so that opposite ones do not cancel', () => {
    const { processor, batches, flush } = makeRig()
    const [left, right] = [new Float32Array(QUANTUM).fill(0.75), new Float32Array(QUANTUM).fill(-0.75)]
    processor.process([[left, right, right]])
    flush()
    expect(batches()[0]).toMatchObject({ channels: [left, right], peak: 0.75 })
    expect(batches()[0]?.rms).toBeCloseTo(0.75, 9)
  })

  it('takes what is there twice where the number of channels changes', () => {
    const { processor, batches, flush } = makeRig()
    const quantum = (value: number) => new Float32Array(QUANTUM).fill(value)
    processor.process([[quantum(0.1)]])
    processor.process([[quantum(0.2), quantum(0.3)]])
    processor.process([[quantum(0.4)]])
    flush()
    const [left, right] = batches()[0]?.channels ?? []
    const heard = (channel: Float32Array | undefined) => [0, QUANTUM, 2 * QUANTUM].map((place) => channel?.[place])
    expect(heard(left)).toEqual([0.1, 0.2, 0.4].map(Math.fround))
    expect(heard(right)).toEqual([0.1, 0.3, 0.4].map(Math.fround))
  })

  it('measures peak and RMS of each batch by itself', () => {
    const { processor, batches, flush } = makeRig()
    const square = Float32Array.from({ length: 2400 }, (_, i) => (i % 2 ? -0.5 : 0.5))
    processor.process([[square]])
    processor.process([[Float32Array.of(0, 0, -0.2, 0)]])
    flush()
    expect(batches().map(({ peak }) => peak)).toEqual([0.5, Math.fround(0.2)])
    expect(batches()[0]?.rms).toBeCloseTo(0.5, 9)
    expect(batches()[1]?.rms).toBeCloseTo(0.1, 6)
  })
})
