import { beforeEach, describe, expect, it } from 'vitest'
import type { PreparedVoice } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import { createAppStore } from '../create-app-store'
import { createFakeServices, held, SAMPLE_RATE, type FakeServices } from '#testing/state/fake-services'

let services: FakeServices
let store: ReturnType<typeof createAppStore>

beforeEach(async () => {
  services = createFakeServices()
  services.inference.preparesUnheard = true
  store = createAppStore(services)
  await store.getState().start()
})

/** Begins a reading; the engine speaks until the test ends it. */
async function read() {
  const before = services.inference.requests.length
  store.getState().setText('Good morning.')
  const done = store.getState().speak()
  await expect.poll(() => services.inference.requests.length).toBe(before + 1)
  services.inference.sendChunks(1, 1)
  return async () => {
    services.inference.finish(SAMPLE_RATE, 500)
    await done
  }
}

const confirmedVoice: PreparedVoice = { engineId: 'kokoro', packKey: 'starter-key', format: 2, data: new ArrayBuffer(8), summary: 'as found' }

describe('a voice that its engine has not heard yet', () => {
  it('speaks at once, and is said to be unheard', async () => {
    const finish = await read()
    expect(services.inference.requests[0]?.voices[0]?.unheard).toBeDefined()
    expect(services.inference.confirmed).toEqual([])
    expect(store.getState().unheardPrompt).toBe('sha-ada')
    await finish()
  })

  it('is heard when the reading is made, and the next one speaks with what was found', async () => {
    services.inference.confirms = () => Promise.resolve(confirmedVoice)
    await (await read())()
    await expect.poll(() => store.getState().unheardPrompt).toBeNull()
    await (await read())()
    expect(services.inference.requests[1]?.voices[0]).toBe(confirmedVoice)
    expect([services.inference.confirmed.length, services.inference.prepared]).toEqual([1, 1])
  })

  it('gives way to a reading, and is heard after that', async () => {
    services.inference.confirms = (_voice, signal) => held<PreparedVoice>(signal).promise
    await (await read())()
    await expect.poll(() => store.getState().running).toContain('confirmation')
    const finish = await read()
    expect(store.getState().running).not.toContain('confirmation')
    expect(services.inference.requests[1]?.voices[0]?.unheard).toBeDefined()
    services.inference.confirms = () => Promise.resolve(confirmedVoice)
    await finish()
    await expect.poll(() => store.getState().unheardPrompt).toBeNull()
    expect(services.inference.confirmed).toHaveLength(2)
  })

  it('stays as it is where it cannot be heard: that is said once, and not tried again', async () => {
    services.inference.confirms = () => Promise.reject(new MynaError('out-of-memory', 'full'))
    await (await read())()
    await expect.poll(() => store.getState().notices).toMatchObject([{ error: { code: 'out-of-memory' } }])
    await (await read())()
    expect(store.getState().unheardPrompt).toBe('sha-ada')
    expect(services.inference.confirmed).toHaveLength(1)
  })
})

it('leaves a voice alone that needs no hearing', async () => {
  services.inference.preparesUnheard = false
  await (await read())()
  expect(store.getState().unheardPrompt).toBeNull()
  expect(services.inference.confirmed).toEqual([])
})
