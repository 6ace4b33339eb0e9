import { expect, it } from 'vitest'
import { createRunQueue } from './run-queue'
import { createSessionsOnDemand, type OrtModule } from './session'

const runtime = {
  InferenceSession: { create: () => Promise.resolve({ inputNames: ['x'], outputNames: ['y'], inputMetadata: [] }) },
} as unknown as OrtModule

it('asks for its runtime again after it could not be had, and only once when it could', async () => {
  let asked = 0
  const createSession = createSessionsOnDemand(() => (++asked === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(runtime)), createRunQueue(), 'wasm')
  expect(asked).toBe(0)
  await expect(createSession(new ArrayBuffer(0))).rejects.toThrow('offline')
  expect((await createSession(new ArrayBuffer(0))).inputNames).toEqual(['x'])
  await createSession(new ArrayBuffer(0))
  expect(asked).toBe(2)
})
