import type { BrowserContext } from '@playwright/test'

/** Things that browsers lack or refuse, as a script that takes them away; it runs first in the page and in each of its workers. */
export const LACKS = {
  'no storage manager': `Object.defineProperty(Object.getPrototypeOf(navigator), 'storage', { value: undefined })`,
  'no file system of the origin': `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('private window', 'SecurityError'))`,
  'no file system and no cache': `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('private window', 'SecurityError'))
    for (const name of ['has', 'open']) CacheStorage.prototype[name] = () => Promise.reject(new DOMException('private window', 'SecurityError'))`,
  'no IndexedDB': `IDBFactory.prototype.open = () => { throw new DOMException('blocked by the person', 'SecurityError') }`,
  'no shared memory': `delete globalThis.SharedArrayBuffer`,
  // Its opcodes are 0xfd 0x80 0x02 and the next.
  'no relaxed SIMD': `{
    const { validate } = WebAssembly
    WebAssembly.validate = (bytes) => !new Uint8Array(bytes).includes(0x85) && validate(bytes)
  }`,
  'no SIMD': `WebAssembly.validate = () => false`,
  // Both until the page is told that there is sound.
  'no sound output': `if (globalThis.AudioContext) {
    globalThis.AudioContext = class extends AudioContext {
      constructor(options) {
        if (!globalThis.hasSound) throw new DOMException('there is no output device', 'NotSupportedError')
        super(options)
      }
    }
  }`,
  'sound that does not start': `if (globalThis.AudioContext) {
    globalThis.AudioContext = class extends AudioContext {
      constructor(options) {
        super(options)
        if (!globalThis.hasSound) super.suspend()
      }
      get state() { return globalThis.hasSound || super.state === 'closed' ? super.state : 'suspended' }
      resume() { return globalThis.hasSound ? super.resume() : new Promise(() => undefined) }
    }
  }`,
  'a quota of 50 MB': `StorageManager.prototype.estimate = () => Promise.resolve({ usage: 1_000_000, quota: 50_000_000 })`,
  'a quota of 1 MB': `StorageManager.prototype.estimate = () => Promise.resolve({ usage: 100_000, quota: 1_000_000 })`,
  'no WebGPU': `delete Object.getPrototypeOf(navigator).gpu`,
  'no AudioWorklet': `if (globalThis.AudioContext) {
    delete globalThis.AudioWorkletNode
    Object.defineProperty(BaseAudioContext.prototype, 'audioWorklet', { value: undefined })
  }`,
  'no microphone': `if (globalThis.MediaDevices) MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'))`,
} as const

export type Lack = keyof typeof LACKS

/** Takes it away from every page that is opened from now on, and from its workers. */
export async function takeAway(context: BrowserContext, lack: Lack): Promise<void> {
  const script = LACKS[lack]
  await context.addInitScript(script)
  await context.route(/\.worker-[\w-]+\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `${script}\n${await response.text()}` })
  })
}
