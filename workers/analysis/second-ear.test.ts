import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { resample } from '../../src/shared/audio/resample'
import { speakerSimilarity } from '../../src/shared/audio/speaker-similarity'
import { decodeWav } from '../../src/shared/audio/wav'
import { createSecondEar } from './second-ear'
import reference from './second-ear.reference.json'
import { parseSecondEar } from './second-ear-weights'

function bytesOf(path: string): ArrayBuffer {
  const file = readFileSync(path)
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
}

const FILE = 'workers/analysis/second-ear.safetensors'
const RATE = 16_000
const ear = createSecondEar(parseSecondEar(bytesOf(FILE)))

/** The sound that `constructed_sound` in training/second-ear/export_reference.py makes. */
function constructedSound(seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * RATE }, (_, index) => {
    const time = index / RATE
    const phase = 2 * Math.PI * (140 * time + 8 * Math.sin(2 * Math.PI * 0.7 * time))
    const swell = 1 + 0.8 * Math.cos(2 * Math.PI * 1.3 * time)
    let sound = 0
    for (let k = 1; k <= 40; k++) sound += (Math.sin(k * phase) / k) * (k > 8 ? swell : 1)
    return 0.1 * sound * (0.6 + 0.4 * Math.cos(2 * Math.PI * 4 * time))
  })
}

function halvesOf(name: string): readonly [Float32Array, Float32Array] {
  const wav = decodeWav(bytesOf(`e2e/fixtures/audio/${name}`))
  const samples = resample(wav.samples, wav.sampleRate, RATE)
  const middle = samples.length >> 1
  return [samples.subarray(0, middle), samples.subarray(middle)]
}

describe('the second ear', () => {
  it('refuses less than a second', () => {
    expect(() => ear.hear(new Float32Array(RATE - 1))).toThrow(expect.objectContaining({ code: 'prompt-too-short' }) as Error)
  })

  it('makes a finite unit vector of silence', () => {
    expect(Math.hypot(...ear.hear(new Float32Array(RATE)))).toBeCloseTo(1, 5)
  })

  it('gives what its training gives for the same sound', () => {
    const heard = ear.hear(constructedSound(3))
    expect(heard).toHaveLength(reference.length)
    expect(Math.max(...heard.map((value, at) => Math.abs(value - (reference[at] ?? NaN))))).toBeLessThan(2e-3)
  })

  it('hears the same voice at a fiftieth of the level', () => {
    const [sound] = halvesOf('kennedy.wav')
    expect(speakerSimilarity(ear.hear(sound), ear.hear(sound.map((sample) => sample / 50)))).toBeGreaterThan(0.9999)
  })

  it('finds a person nearer to himself and herself than to each other', () => {
    const [him, himAgain, her, herAgain] = [...halvesOf('kennedy.wav'), ...halvesOf('allison.wav')].map((half) => ear.hear(half))
    const same = [speakerSimilarity(him!, himAgain!), speakerSimilarity(her!, herAgain!)]
    const different = [him!, himAgain!].flatMap((his) => [her!, herAgain!].map((hers) => speakerSimilarity(his, hers)))
    expect(Math.min(...same)).toBeGreaterThan(Math.max(...different) + 0.2)
  })
})

describe('the file of the second ear', () => {
  it('is small', () => {
    expect(bytesOf(FILE).byteLength).toBeLessThan(300_000)
  })

  it.each([
    ['a tensor has another name', (text: string) => text.replace('"centre"', '"center"')],
    ['a tensor is shorter', (text: string) => text.replace(/"shape":\[48\],"data_offsets":\[(\d+),(\d+)\]/, (_, from: string, to: string) => `"shape":[47],"data_offsets":[${from},${Number(to) - 4}]`.padEnd(`"shape":[48],"data_offsets":[${from},${to}]`.length))],
  ])('is refused where %s', (_when, change) => {
    const bytes = new Uint8Array(bytesOf(FILE))
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    const header = change(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
    bytes.set(new TextEncoder().encode(header.padEnd(length)).subarray(0, length), 8)
    expect(() => parseSecondEar(bytes.buffer)).toThrow()
  })
})
