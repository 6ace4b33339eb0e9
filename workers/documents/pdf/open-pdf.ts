import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
// PDF.js would start a worker of its own for this half; we are in one already, so both halves run here. It greets our page as if it were
// that worker: comlink passes over what it did not ask for. The builds called "legacy" are those for browsers that are not of this month.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs'
import { MynaError } from '../../../src/shared/protocol/errors'

const PIECE_BYTES = 256 * 1024

/** Gives PDF.js what it asks for of a file that stays where it is. */
class BlobTransport extends PDFDataRangeTransport {
  /** Why the file could not be read on; PDF.js itself would wait for ever. */
  readonly failed: Promise<never>
  private fail: (thrown: unknown) => void = () => undefined

  constructor(private readonly blob: Blob) {
    super(blob.size, null)
    this.failed = new Promise((_, reject) => { this.fail = reject })
    this.failed.catch(() => undefined)
  }

  override requestDataRange(begin: number, end: number): void {
    this.blob.slice(begin, end).arrayBuffer().then(
      (bytes) => { this.onDataRange(begin, new Uint8Array(bytes)) },
      (thrown: unknown) => { this.fail(thrown) },
    )
  }
}

/**
 * Does `act` with an open PDF and closes it. Nothing of the file runs, and nothing is drawn or fetched. Errors: `document-password`,
 * `document-damaged`, whatever `act` throws.
 */
export async function withPdf<T>(blob: Blob, act: (pdf: PDFDocumentProxy) => Promise<T>): Promise<T> {
  const transport = new BlobTransport(blob)
  const task = getDocument({
    range: transport,
    rangeChunkSize: PIECE_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    verbosity: 0,
  })
  try {
    return await Promise.race([task.promise.catch(refused).then(act), transport.failed])
  } finally {
    await task.destroy()
  }
}

function refused(thrown: unknown): never {
  const name = thrown instanceof Error ? thrown.name : ''
  throw new MynaError(name === 'PasswordException' ? 'document-password' : 'document-damaged', String(thrown), { cause: thrown })
}
