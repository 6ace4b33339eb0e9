import { afterEach, expect, it, vi } from 'vitest'
import { canCompute } from './compute-support'

afterEach(() => {
  vi.restoreAllMocks()
})

it('asks the browser with a module that is valid wherever there is SIMD', () => {
  expect(canCompute()).toBe(true)
})

it('is false where the browser refuses that module', () => {
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false)
  expect(canCompute()).toBe(false)
})
