import { MynaError } from '../../src/shared/protocol/errors'
import type { Session } from './session'

/** The member of WebGPU's GPUDevice that tells its end. */
export interface LosableDevice {
  readonly lost: Promise<{ readonly message: string }>
}

/** Does something that a lost device may keep from ending: fails with `device-lost` then. */
export type Guard = <T>(act: () => Promise<T>) => Promise<T>

interface Releasable {
  release(): Promise<void>
}

/** Keeps an eye on the device that open sessions run on. */
export interface DeviceWatch {
  /** Opens a session by `open`; `device` gives the device once it is open. Its calls fail with `device-lost` when that ends. */
  open(open: () => Promise<Session>, device: () => Promise<LosableDevice>): Promise<Session>
  /** The same for anything else that runs there, whose calls go through the guard. */
  hold<T extends Releasable>(open: (guard: Guard) => Promise<T>, device: () => Promise<LosableDevice>): Promise<T>
  /** Why the device ended while a session was open; null while none did. */
  lost(): MynaError | null
}

/** How long a failed call waits for the device to tell that it ended: that comes within a frame or two. */
const WORD_OF_DEVICE_MS = 200

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * A runtime whose device is gone may fail a call or never end it, and fails all later ones: with this, everything under
 * way fails at once, and everything later before it begins. A device that ends because its last session was released is
 * no loss.
 */
export function watchDevice(): DeviceWatch {
  let loss: MynaError | null = null
  let current: LosableDevice | null = null
  const open = new Set<Releasable>()
  const waiting = new Set<(error: MynaError) => void>()

  function watch(device: LosableDevice): void {
    if (current === device) return
    current = device
    void device.lost.then(({ message }) => {
      if (current !== device || open.size === 0) return
      end(new MynaError('device-lost', message || 'the browser gave no reason'))
    })
  }

  function end(error: MynaError): void {
    loss ??= error
    for (const fail of waiting) fail(loss)
    waiting.clear()
  }

  function guarded<T>(act: () => Promise<T>): Promise<T> {
    if (loss !== null) return Promise.reject(loss)
    let fail: (error: MynaError) => void = () => undefined
    const ended = new Promise<never>((_, reject) => { fail = reject })
    waiting.add(fail)
    const acted = act().catch(async (thrown: unknown) => {
      if (thrown instanceof MynaError && thrown.code === 'device-lost') end(thrown)
      // A call may fail, in whatever words, before the device tells its end.
      else await Promise.race([ended, delay(WORD_OF_DEVICE_MS)])
      throw loss ?? thrown
    })
    return Promise.race([acted, ended]).finally(() => { waiting.delete(fail) })
  }

  async function hold<T extends Releasable>(openIt: (guard: Guard) => Promise<T>, device: () => Promise<LosableDevice>): Promise<T> {
    const opened = await guarded(() => openIt(guarded))
    const held = {
      ...opened,
      async release() {
        open.delete(held)
        // Nothing can be freed on a device that is gone, and asking would fail.
        if (loss === null) await opened.release()
      },
    }
    open.add(held)
    watch(await device())
    return held
  }

  return {
    open: (openSession, device) =>
      hold(async (guard) => {
        const session = await openSession()
        return { ...session, run: (feeds, fetches) => guard(() => session.run(feeds, fetches)) }
      }, device),
    hold,
    lost: () => loss,
  }
}
