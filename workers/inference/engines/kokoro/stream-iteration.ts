/**
 * Lets `for await` read a stream, with which the phonemizer reads its dictionaries. WebKit's streams offer it not (WebKitGTK
 * 2.50), and the phonemizer, whose failure nobody hears of, would wait for ever.
 */
export function offerStreamIteration(streams: { readonly prototype: ReadableStream } = ReadableStream): void {
  if (Symbol.asyncIterator in streams.prototype) return
  Object.defineProperty(streams.prototype, Symbol.asyncIterator, { value: readPieces, configurable: true, writable: true })
}

async function* readPieces(this: ReadableStream): AsyncGenerator {
  const reader = this.getReader()
  try {
    for (;;) {
      const { done, value } = (await reader.read()) as ReadableStreamReadResult<unknown>
      if (done) return
      yield value
    }
  } finally {
    reader.releaseLock()
  }
}
