// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LiveRegion } from './live-region'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const spoken = () => screen.getByRole('status').textContent

it('skips what changes faster than a person can listen, but never the last word', async () => {
  const { rerender } = render(<LiveRegion message="one" everyMs={1000} />)
  await pass(0)
  expect(spoken()).toBe('one')
  rerender(<LiveRegion message="two" everyMs={1000} />)
  await pass(500)
  rerender(<LiveRegion message="three" everyMs={1000} />)
  await pass(499)
  expect(spoken()).toBe('one')
  await pass(1)
  expect(spoken()).toBe('three')
})

it('falls silent when there is nothing more to say', async () => {
  const { rerender } = render(<LiveRegion message="one" everyMs={1000} />)
  await pass(0)
  rerender(<LiveRegion message="" everyMs={1000} />)
  await pass(1000)
  expect(spoken()).toBe('')
})
