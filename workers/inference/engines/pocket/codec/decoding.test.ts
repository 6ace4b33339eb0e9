import { describe, expect, it } from 'vitest'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import { decodeHere, type BlockDecoder } from './block-decoder'
import { withFront, withStandIn } from './decoding'
import { createFallback } from '../../on-gpu/fallback'

/** Sums up all latents of the chunk so far: whoever lost a block gives another sum. */
const startSum = () => {
  let sum = 0
  return {
    decode(latents: Float32Array) {
      sum += latents[0] ?? NaN
      return Promise.resolve(Float32Array.of(sum))
    },
  }
}

function setUp(openHere: () => Promise<void> = () => Promise.resolve()) {
  let alive = true
  let opened = 0
  const abandoned: string[] = []
  const watched = (name: string, start: () => BlockDecoder) => () => {
    const decoder = start()
    return {
      ...decoder,
      abandon() {
        abandoned.push(name)
        decoder.abandon()
      },
    }
  }
  const startApart = watched('apart', () => {
    const decoder = decodeHere(startSum)()
    return {
      ...decoder,
      async decode(latents) {
        await Promise.resolve()
        if (!alive) throw new MynaError('worker-crashed', 'gone')
        return decoder.decode(latents)
      },
    }
  })
  const standIn = createFallback(async () => {
    opened++
    await openHere()
    return { value: watched('here', decodeHere(startSum)), release: () => Promise.resolve() }
  })
  const start = withStandIn(startApart, standIn)
  return { start, abandoned, die: () => (alive = false), opened: () => opened }
}

const one = (value: number) => Float32Array.of(value)
const sound = async (block: ReturnType<BlockDecoder['decode']>) => (await block).samples[0]

describe('a decoder whose worker dies', () => {
  it('goes on in this thread with the states that it had', async () => {
    const { start, die, opened } = setUp()
    const decoder = start()
    expect(await sound(decoder.decode(one(1)))).toBe(1)
    expect(await sound(decoder.decode(one(2)))).toBe(3)
    die()
    const lost = [decoder.decode(one(4)), decoder.decode(one(8))]
    expect(await Promise.all(lost.map(sound))).toEqual([7, 15])
    expect(await sound(decoder.decode(one(16)))).toBe(31)
    expect(opened()).toBe(1)
  })

  it('has later chunks decoded in this thread from silence, with the decoder that is open', async () => {
    const { start, die, opened } = setUp()
    die()
    await start().decode(one(1))
    expect(await sound(start().decode(one(5)))).toBe(5)
    expect(opened()).toBe(1)
  })

  it('fails when no other can be opened, and tries again for the next chunk', async () => {
    let room = false
    const { start, die } = setUp(() => (room ? Promise.resolve() : Promise.reject(new MynaError('out-of-memory', 'full'))))
    die()
    await expect(start().decode(one(1))).rejects.toMatchObject({ code: 'out-of-memory' })
    room = true
    expect(await sound(start().decode(one(1)))).toBe(1)
  })

  it('gives up the chunk in both places', async () => {
    const { start, die, abandoned } = setUp()
    const decoder = start()
    die()
    const lost = decoder.decode(one(1))
    await lost
    const waiting = decoder.decode(one(2))
    decoder.abandon()
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
    expect(abandoned).toEqual(['apart', 'here'])
  })
})

it('makes rows of the blocks of each chunk in this thread, in their order, and counts the time of both halves', async () => {
  let chunks = 0
  const startFront = () => {
    const chunk = 100 * ++chunks
    return (latents: Float32Array) => latents.map((value) => value + chunk)
  }
  const start = withFront(decodeHere(startSum), startFront)
  const [first, second] = [start(), start()]
  expect(await Promise.all([first.decode(one(1)), first.decode(one(2)), second.decode(one(3))].map(sound))).toEqual([101, 203, 203])
  const slow = withFront(() => ({ ...decodeHere(startSum)(), decode: () => Promise.resolve({ samples: one(0), ms: 5 }) }), startFront)
  expect((await slow().decode(one(1))).ms).toBeGreaterThanOrEqual(5)
})

it('passes on other failures without opening another decoder', async () => {
  let opened = 0
  const failing: BlockDecoder = {
    decode: () => Promise.reject(new MynaError('inference-failed', 'shape')),
    finish: () => undefined,
    abandon: () => undefined,
  }
  const take = () => {
    opened++
    return Promise.resolve(() => failing)
  }
  const start = withStandIn(() => failing, { take })
  await expect(start().decode(one(1))).rejects.toMatchObject({ code: 'inference-failed' })
  expect(opened).toBe(0)
})
