import { MynaError } from '../../src/protocol/errors'
import type { Session } from './session'

/** The member of WebGPU's GPUDevice that tells its end. */
export interface LosableDevice {
  readonly lost: Promise<{ readonly message: string }>
}

/** Keeps an eye on the device that open sessions run on. */
export interface DeviceWatch {
  /** Opens a session by `open`; `device` gives the device once it is open. Its calls fail with `device-lost` when that ends. */
  open(open: () => Promise<Session>, device: () => Promise<LosableDevice>): Promise<Session>
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
  const open = new Set<Session>()
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

  return {
    async open(openSession, device) {
      const session = await guarded(openSession)
      const watched: Session = {
        ...session,
        run: (feeds, fetches) => guarded(() => session.run(feeds, fetches)),
        async release() {
          open.delete(watched)
          // Nothing can be freed on a device that is gone, and asking would fail.
          if (loss === null) await session.release()
        },
      }
      open.add(watched)
      watch(await device())
      return watched
    },
    lost: () => loss,
  }
}
