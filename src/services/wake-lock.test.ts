import { expect, it, vi } from 'vitest'
import { createWakeLock } from './wake-lock'

function browser() {
  const listeners: (() => void)[] = []
  const held: { released: boolean; release: () => Promise<void> }[] = []
  const page = { visibilityState: 'visible' as DocumentVisibilityState, addEventListener: (_name: string, listener: unknown) => { listeners.push(listener as () => void) } }
  const request = vi.fn(() => {
    const lock = { released: false, release: () => { lock.released = true; return Promise.resolve() } }
    held.push(lock)
    return Promise.resolve(lock as unknown as WakeLockSentinel)
  })
  return {
    page, request, locks: { wakeLock: { request } as unknown as WakeLock },
    count: () => held.filter(({ released }) => !released).length,
    show: (state: DocumentVisibilityState): void => {
      page.visibilityState = state
      // As browsers do: a hidden page loses its lock.
      if (state === 'hidden') for (const lock of held) lock.released = true
      for (const listener of listeners) listener()
    },
  }
}

it('holds one lock while anybody wants it, and none afterwards', async () => {
  const { page, locks, count, request } = browser()
  const service = createWakeLock(page, locks)
  const [first, second] = [service.hold(), service.hold()]
  await expect.poll(() => count()).toBe(1)
  first()
  await Promise.resolve()
  expect(request).toHaveBeenCalledOnce()
  second()
  await expect.poll(() => count()).toBe(0)
})

it('asks again once the page is seen again', async () => {
  const { page, locks, count, show } = browser()
  createWakeLock(page, locks).hold()
  await expect.poll(() => count()).toBe(1)
  show('hidden')
  expect(count()).toBe(0)
  show('visible')
  await expect.poll(() => count()).toBe(1)
})

it('gives back a lock that came after nobody wanted it any more', async () => {
  const { page, locks, count } = browser()
  createWakeLock(page, locks).hold()()
  await new Promise((resolve) => { setTimeout(resolve) })
  expect(count()).toBe(0)
})

it('lets the screen sleep where the browser refuses or has no such lock', async () => {
  const { page, request, locks } = browser()
  request.mockRejectedValue(new DOMException('low battery', 'NotAllowedError'))
  createWakeLock(page, locks).hold()()
  createWakeLock(page, {}).hold()()
  await new Promise((resolve) => { setTimeout(resolve) })
})
