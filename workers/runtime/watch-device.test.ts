import { describe, expect, it } from 'vitest'
import { MynaError } from '../../src/shared/protocol/errors'
import type { Session } from './session'
import { watchDevice } from './watch-device'

function fakeDevice() {
  let lose: (info: { readonly message: string }) => void = () => undefined
  const lost = new Promise<{ readonly message: string }>((resolve) => { lose = resolve })
  return { device: { lost }, lose: async (message: string) => { lose({ message }); await lost } }
}

function fakeSession(run: Session['run'] = () => Promise.resolve({})) {
  const released: true[] = []
  const session: Session = {
    inputNames: [], outputNames: [], inputShapes: new Map(), run,
    release: () => Promise.resolve(void released.push(true)),
  }
  return { session, released }
}

describe('watching the device of a GPU', () => {
  it('ends the call under way, which may never end by itself, and all later ones', async () => {
    const { device, lose } = fakeDevice()
    const watch = watchDevice()
    const { session, released } = fakeSession(() => new Promise(() => undefined))
    const watched = await watch.open(() => Promise.resolve(session), () => Promise.resolve(device))
    const running = watched.run({})
    await lose('unplugged')
    await expect(running).rejects.toMatchObject({ code: 'device-lost', detail: 'unplugged' })
    await expect(watched.run({})).rejects.toMatchObject({ code: 'device-lost' })
    const another = () => watch.open(() => Promise.reject(new Error('asked')), () => Promise.resolve(device))
    await expect(another()).rejects.toMatchObject({ code: 'device-lost' })
    expect(watch.lost()).toMatchObject({ code: 'device-lost', detail: 'unplugged' })
    // Its memory is gone with the device.
    await watched.release()
    expect(released).toEqual([])
  })

  it('believes a call that says so before the device does', async () => {
    const watch = watchDevice()
    const { session } = fakeSession(() => Promise.reject(new MynaError('device-lost', 'Device was lost')))
    const watched = await watch.open(() => Promise.resolve(session), () => Promise.resolve(fakeDevice().device))
    await expect(watched.run({})).rejects.toMatchObject({ code: 'device-lost' })
    expect(watch.lost()).not.toBeNull()
  })

  it('knows the loss behind a call that failed in other words a moment before the device told', async () => {
    const { device, lose } = fakeDevice()
    const watch = watchDevice()
    const { session } = fakeSession(() => Promise.reject(new MynaError('inference-failed', 'Buffer was unmapped before mapping was resolved')))
    const watched = await watch.open(() => Promise.resolve(session), () => Promise.resolve(device))
    const running = watched.run({})
    await new Promise((resolve) => setTimeout(resolve, 10))
    await lose('unplugged')
    await expect(running).rejects.toMatchObject({ code: 'device-lost', detail: 'unplugged' })
  })

  it('takes it for no loss when the device ends with its last session, and watches the next device', async () => {
    const [first, second] = [fakeDevice(), fakeDevice()]
    const watch = watchDevice()
    const { session, released } = fakeSession()
    const watched = await watch.open(() => Promise.resolve(session), () => Promise.resolve(first.device))
    await watched.release()
    await first.lose('destroyed')
    expect([released.length, watch.lost()]).toEqual([1, null])

    const again = await watch.open(() => Promise.resolve(session), () => Promise.resolve(second.device))
    await expect(again.run({})).resolves.toEqual({})
    await second.lose('unplugged')
    expect(watch.lost()).toMatchObject({ detail: 'unplugged' })
  })

  it('takes it for no loss when the device of before ends late', async () => {
    const [first, second] = [fakeDevice(), fakeDevice()]
    const watch = watchDevice()
    const { session } = fakeSession()
    await (await watch.open(() => Promise.resolve(session), () => Promise.resolve(first.device))).release()
    await watch.open(() => Promise.resolve(session), () => Promise.resolve(second.device))
    await first.lose('destroyed')
    expect(watch.lost()).toBeNull()
  })

  it('leaves other failures what they are', async () => {
    const watch = watchDevice()
    const { session } = fakeSession(() => Promise.reject(new MynaError('inference-failed', 'bad shape')))
    const watched = await watch.open(() => Promise.resolve(session), () => Promise.resolve(fakeDevice().device))
    await expect(watched.run({})).rejects.toMatchObject({ code: 'inference-failed' })
    expect(watch.lost()).toBeNull()
  })
})
