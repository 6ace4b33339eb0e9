import { beforeEach, describe, expect, it } from 'vitest'
import { createRing, ringWriter } from '../../src/shared/audio/ring-buffer'
import type { FromPlayback, ToPlayback } from '../../src/shared/protocol/playback'
import { installWorkletScope, portOfNewestProcessor } from '#testing/worklets/fake-worklet-scope'

const RATE = 24_000
/** 4 ms, the length of every fade. */
const RAMP = 96
const QUANTUM = 128

installWorkletScope(RATE)
const { PlaybackProcessor } = await import('./playback-processor')

/** Both ways into the processor behave alike: the ring, and messages where memory is not shared. */
function makeRig(shared: boolean) {
  const ring = shared ? createRing(RATE) : null
  const writer = ring && ringWriter(ring)
  const processor = new PlaybackProcessor({ processorOptions: { ring } })
  const port = portOfNewestProcessor()
  const heard: FromPlayback[] = []
  port.onmessage = ({ data }) => heard.push(data as FromPlayback)
  const send = (message: ToPlayback) => {
    port.postMessage(message)
  }
  return {
    heard,
    send,
    feed: (samples: Float32Array) => {
      if (writer) writer.write(samples)
      else send({ type: 'samples', samples })
    },
    reset: (epoch: number) => {
      writer?.raiseFence()
      send({ type: 'reset', epoch })
    },
    render: (quanta: number) => {
      const sound: number[] = []
      for (let i = 0; i < quanta; i++) {
        const output = new Float32Array(QUANTUM)
        expect(processor.process([], [[output]])).toBe(true)
        sound.push(...output)
        globalThis.currentTime += QUANTUM / RATE
      }
      return sound
    },
    last: <T extends FromPlayback['type']>(type: T) =>
      heard.findLast((message): message is Extract<FromPlayback, { type: T }> => message.type === type),
  }
}

const ones = (length: number) => new Float32Array(length).fill(1)
const largestStep = (sound: readonly number[]) =>
  sound.reduce((largest, sample, i) => Math.max(largest, Math.abs(sample - (sound[i - 1] ?? 0))), 0)
/** A ramp over 96 samples makes steps of 1/96 on a signal of ones; anything above is a click. */
const SOFTEST = 1.01 / RAMP

describe.each([
  ['a shared ring', true],
  ['messages', false],
])('PlaybackProcessor fed by %s', (_, shared) => {
  let rig: ReturnType<typeof makeRig>
  beforeEach(() => {
    globalThis.currentTime = 0
    rig = makeRig(shared)
  })

  it('is silent, alive and not in want before anything is asked of it', () => {
    expect(rig.render(20).every((sample) => sample === 0)).toBe(true)
    rig.feed(ones(1000))
    expect(rig.render(20).every((sample) => sample === 0)).toBe(true)
    rig.send({ type: 'play' })
    expect(rig.render(1).some((sample) => sample > 0)).toBe(true)
    expect(rig.last('position')?.underruns ?? 0).toBe(0)
  })

  it('plays the samples as they are between its two ramps', () => {
    const samples = Float32Array.from({ length: 1000 }, (_unused, i) => Math.sin(i / 9) / 2)
    rig.feed(samples)
    rig.send({ type: 'play' })
    rig.send({ type: 'end' })
    const sound = rig.render(9)
    for (let i = RAMP; i < 1000 - RAMP; i++) expect(sound[i]).toBe(samples[i])
    expect(sound.slice(1000).every((sample) => sample === 0)).toBe(true)
  })

  it('tells the end once, without an underrun', () => {
    rig.feed(ones(500))
    rig.send({ type: 'play' })
    rig.send({ type: 'end' })
    rig.render(50)
    expect(rig.heard.filter(({ type }) => type === 'ended')).toEqual([{ type: 'ended', epoch: 0, underruns: 0 }])
  })

  it('counts a dry spell once, however long, and waits for play to continue', () => {
    rig.feed(ones(500))
    rig.send({ type: 'play' })
    rig.render(100)
    expect(rig.last('position')).toMatchObject({ underruns: 1 })
    rig.feed(ones(500))
    expect(rig.render(10).every((sample) => sample === 0)).toBe(true)
    rig.send({ type: 'play' })
    expect(rig.render(2).some((sample) => sample === 1)).toBe(true)
    rig.render(100)
    expect(rig.last('position')).toMatchObject({ underruns: 2 })
  })

  it('never steps: not at the start, a pause, a dry spell, a seek or the end', () => {
    const sound: number[] = []
    const render = (quanta: number) => sound.push(...rig.render(quanta))
    rig.feed(ones(2000))
    rig.send({ type: 'play' })
    render(5)
    rig.send({ type: 'pause' })
    render(5)
    rig.send({ type: 'play' })
    render(30)
    rig.feed(ones(1500))
    rig.send({ type: 'play' })
    render(4)
    rig.reset(1)
    rig.feed(ones(777).map(() => -1))
    rig.send({ type: 'play' })
    rig.send({ type: 'end' })
    render(20)
    expect(rig.last('ended')).toMatchObject({ epoch: 1 })
    expect(Math.max(...sound)).toBe(1)
    expect(Math.min(...sound)).toBe(-1)
    expect(largestStep(sound)).toBeLessThan(SOFTEST)
  })

  it('holds its place while paused', () => {
    rig.feed(Float32Array.from({ length: 4000 }, (_unused, i) => i))
    rig.send({ type: 'play' })
    rig.render(3)
    rig.send({ type: 'pause' })
    rig.render(50)
    const played = rig.last('position')?.played ?? 0
    expect(played).toBeGreaterThanOrEqual(3 * QUANTUM)
    expect(played).toBeLessThanOrEqual(3 * QUANTUM + RAMP)
    rig.send({ type: 'play' })
    expect(rig.render(2)[RAMP + 10]).toBe(played + RAMP + 10)
  })

  it('goes silent within a ramp of a reset and then plays only what came after it', () => {
    rig.feed(ones(5000))
    rig.send({ type: 'play' })
    rig.render(4)
    rig.reset(7)
    rig.feed(ones(1000).map(() => 0.25))
    expect(rig.render(3).slice(RAMP).every((sample) => sample === 0)).toBe(true)
    expect(rig.last('position')).toEqual({ type: 'position', epoch: 7, played: 0, buffered: 1000, underruns: 0 })
    rig.send({ type: 'play' })
    expect(Math.max(...rig.render(3))).toBe(0.25)
  })

  it('reports about every 50 ms while it sounds, and not while it rests', () => {
    rig.feed(ones(RATE))
    rig.send({ type: 'play' })
    rig.render(Math.floor(RATE / 2 / QUANTUM))
    const reports = rig.heard.filter(({ type }) => type === 'position').length
    expect(reports).toBeGreaterThanOrEqual(9)
    expect(reports).toBeLessThanOrEqual(11)
    rig.send({ type: 'pause' })
    rig.render(100)
    expect(rig.heard.filter(({ type }) => type === 'position').length).toBeLessThanOrEqual(reports + 2)
  })

  it('tells when the first sample of each epoch sounds', () => {
    rig.feed(ones(2000))
    rig.render(10)
    rig.send({ type: 'play' })
    rig.render(2)
    rig.reset(3)
    rig.render(8)
    rig.feed(ones(2000))
    rig.send({ type: 'play' })
    rig.render(2)
    const firsts = rig.heard.filter((message) => message.type === 'first-sample')
    expect(firsts.map(({ epoch }) => epoch)).toEqual([0, 3])
    expect(firsts[0]?.contextTime).toBeCloseTo((10 * QUANTUM) / RATE, 9)
    expect(firsts[1]?.contextTime).toBeCloseTo((20 * QUANTUM) / RATE, 9)
  })
})
