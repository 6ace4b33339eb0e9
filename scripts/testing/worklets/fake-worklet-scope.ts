/** The globals of an AudioWorkletGlobalScope, as far as processors use them, for tests in Node. */

/** The two ends of a node's port that hand messages over at once, as the audio thread does between quanta. */
class InstantPort {
  onmessage: ((event: { data: unknown }) => void) | null = null
  other: InstantPort | null = null

  postMessage(data: unknown): void {
    this.other?.onmessage?.({ data })
  }
}

let nodePort = new InstantPort()

class FakeAudioWorkletProcessor {
  readonly port = new InstantPort()

  constructor() {
    nodePort = new InstantPort()
    nodePort.other = this.port
    this.port.other = nodePort
  }
}

/** Installs the globals; call before importing a processor. */
export function installWorkletScope(rate: number): void {
  Object.assign(globalThis, { AudioWorkletProcessor: FakeAudioWorkletProcessor, sampleRate: rate, currentTime: 0 })
}

/** The node's end of the port of the processor that was made last. */
export function portOfNewestProcessor(): { postMessage(data: unknown): void; onmessage: ((event: { data: unknown }) => void) | null } {
  return nodePort
}
