import { MynaError } from '../../src/shared/protocol/errors'

/**
 * Bytes of a file of the build, for a worker; the service worker keeps it before it is needed. Errors:
 * `model-download-failed`, `model-not-found`.
 */
export async function fetchAsset(address: string): Promise<ArrayBuffer> {
  const url = new URL(address, self.location.href).href
  const response = await fetch(url).catch((thrown: unknown) => {
    throw new MynaError('model-download-failed', `${url}: ${String(thrown)}`, { cause: thrown })
  })
  if (!response.ok) throw new MynaError('model-not-found', `${url}: HTTP ${response.status}`)
  return response.arrayBuffer()
}
