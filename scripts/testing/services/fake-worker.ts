import * as Comlink from 'comlink'

/**
 * A worker made of a MessageChannel: the API really answers through comlink, and the worker can die as real ones do:
 * with an error event, or without a word.
 */
export class FakeWorker extends EventTarget {
  private readonly channel = new MessageChannel()
  terminated = false

  constructor(api: object) {
    super()
    Comlink.expose(api, this.channel.port2)
    this.channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!this.terminated) this.dispatchEvent(new MessageEvent('message', { data }))
    }
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.terminated) this.channel.port1.postMessage(message, transfer)
  }

  terminate(): void {
    this.terminated = true
    this.channel.port1.close()
    this.channel.port2.close()
  }

  /** Dies as a worker with an uncaught exception does. */
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }))
  }

  asWorker(): Worker {
    return this as unknown as Worker
  }
}
