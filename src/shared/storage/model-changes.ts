const CHANNEL = 'myna-model-files'

/** News between all tabs and threads of the app that kept model files came or went. */
export interface ModelChanges {
  /** Tells everybody else; the announcer does not hear itself. */
  announce(): void
  /** Replaces the listener. */
  listen(listener: () => void): void
}

/** Opens the news for the life of this thread. */
export function openModelChanges(): ModelChanges {
  const channel = new BroadcastChannel(CHANNEL)
  return {
    announce() {
      channel.postMessage('changed')
    },
    listen(listener) {
      channel.onmessage = () => {
        listener()
      }
    },
  }
}

/** Tells every tab and thread once, for those that do not listen. */
export function announceModelChange(): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage('changed')
  channel.close()
}
