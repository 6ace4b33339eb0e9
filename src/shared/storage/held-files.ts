import type { ModelFileRecord } from './schema'

const CHANNEL = 'myna-held-files'
/** Whoever holds files answers within milliseconds, unless it is hashing something large. */
const PATIENCE_MS = 3000

/** A model file that lies in the memory of one thread. */
export interface HeldFile {
  readonly record: ModelFileRecord
  readonly blob: Blob
}

interface Question {
  readonly type: 'question'
  readonly id: string
  readonly packId: string
}
interface Answer {
  readonly type: 'answer'
  readonly id: string
  readonly files: readonly HeldFile[]
}

/** Lends the files that this thread holds to every thread that asks, for the life of this one. Blobs cross by reference. */
export function lendHeldFiles(held: (packId: string) => Promise<readonly HeldFile[]>): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = ({ data }: MessageEvent<Question | Answer>) => {
    if (data.type !== 'question') return
    void held(data.packId).then((files) => {
      // Another tab may hold them.
      if (files.length > 0) channel.postMessage({ type: 'answer', id: data.id, files } satisfies Answer)
    }, () => undefined)
  }
}

/** The files of a pack that another thread holds; none where nobody answers. */
export function borrowHeldFiles(packId: string): Promise<readonly HeldFile[]> {
  const channel = new BroadcastChannel(CHANNEL)
  const id = crypto.randomUUID()
  return new Promise((resolve) => {
    const settle = (files: readonly HeldFile[]) => {
      clearTimeout(timer)
      channel.close()
      resolve(files)
    }
    const timer = setTimeout(settle, PATIENCE_MS, [])
    channel.onmessage = ({ data }: MessageEvent<Question | Answer>) => {
      if (data.type === 'answer' && data.id === id) settle(data.files)
    }
    channel.postMessage({ type: 'question', id, packId } satisfies Question)
  })
}
