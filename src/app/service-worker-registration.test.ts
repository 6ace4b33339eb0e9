// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { registerServiceWorker, type ServiceWorkerHandle } from './service-worker-registration'

const workbox = vi.hoisted(() => ({
  listeners: new Map<string, () => void>(),
  register: vi.fn<() => Promise<void>>(),
  messageSkipWaiting: vi.fn(),
}))
vi.mock('workbox-window', () => ({
  Workbox: class {
    addEventListener = (name: string, listener: () => void) => workbox.listeners.set(name, listener)
    register = workbox.register
    messageSkipWaiting = workbox.messageSkipWaiting
  },
}))

/** The browser's side: a container whose controller changes, and an active worker that answers. */
class FakeContainer extends EventTarget {
  controller: object | null = null
  keeps = true
  readonly ready = Promise.resolve({
    active: {
      postMessage: (_message: unknown, [port]: MessagePort[]) => {
        port?.postMessage(this.keeps)
      },
    },
  })

  takeControl(): void {
    this.controller = {}
    this.dispatchEvent(new Event('controllerchange'))
  }
}

describe('registerServiceWorker', () => {
  let container: FakeContainer
  const reload = vi.fn()
  const events = { onUpdateReady: vi.fn(), onOfflineReady: vi.fn(), canReload: vi.fn(() => true) }

  function start(options: { isolated: boolean; controlled?: boolean }): ServiceWorkerHandle {
    vi.stubGlobal('crossOriginIsolated', options.isolated)
    if (options.controlled === true) container.controller = {}
    return registerServiceWorker(events)
  }

  beforeEach(() => {
    vi.clearAllMocks()
    sessionStorage.clear()
    workbox.register.mockResolvedValue()
    container = new FakeContainer()
    vi.stubEnv('DEV', false)
    vi.stubGlobal('navigator', { serviceWorker: container })
    vi.stubGlobal('location', { href: 'https://myna.example/app/', reload })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.unstubAllEnvs()
  })

  it('leaves the app alone where service workers are refused', async () => {
    workbox.register.mockRejectedValue(new DOMException('denied', 'SecurityError'))
    start({ isolated: true })
    await Promise.resolve()
    expect(events.onOfflineReady).not.toHaveBeenCalled()
  })

  it('does not promise offline use while the runtime could not be kept', async () => {
    container.keeps = false
    start({ isolated: true })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(events.onOfflineReady).not.toHaveBeenCalled()
  })

  it('says that the app works offline once the runtime is kept', async () => {
    start({ isolated: true })
    await expect.poll(() => events.onOfflineReady).toHaveBeenCalledOnce()
  })

  it('reloads an unisolated first visit once, and never a second time', () => {
    start({ isolated: false })
    container.takeControl()
    expect(reload).toHaveBeenCalledOnce()
    container = new FakeContainer()
    vi.stubGlobal('navigator', { serviceWorker: container })
    start({ isolated: false })
    container.takeControl()
    expect(reload).toHaveBeenCalledOnce()
  })

  it.each([
    ['something would be lost', false, false],
    ['the host isolates the page itself', true, true],
  ])('does not reload a first visit when %s', (_case, isolated, canReload) => {
    events.canReload.mockReturnValueOnce(canReload)
    start({ isolated })
    container.takeControl()
    expect(reload).not.toHaveBeenCalled()
    expect(events.onUpdateReady).not.toHaveBeenCalled()
  })

  it('offers a waiting version, and reloads only after it was asked to and the version took over', () => {
    const handle = start({ isolated: true, controlled: true })
    workbox.listeners.get('waiting')?.()
    expect(events.onUpdateReady).toHaveBeenCalledOnce()
    handle.applyUpdate()
    expect(workbox.messageSkipWaiting).toHaveBeenCalledOnce()
    expect(reload).not.toHaveBeenCalled()
    container.takeControl()
    expect(reload).toHaveBeenCalledOnce()
  })

  it('does not pull the page away when another tab applied the version, and reloads when asked', () => {
    const handle = start({ isolated: true, controlled: true })
    container.takeControl()
    expect(reload).not.toHaveBeenCalled()
    expect(events.onUpdateReady).toHaveBeenCalledOnce()
    handle.applyUpdate()
    expect(reload).toHaveBeenCalledOnce()
  })
})
