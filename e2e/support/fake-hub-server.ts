import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { FakeHub } from '../../scripts/testing/models/fake-hub'

const CERTIFICATE = resolve(import.meta.dirname, '../fixtures/fake-hub')
const LARGE_BYTES = 100_000

export interface FakeHubServer {
  readonly hub: FakeHub
  /** What makes a browser find the hub and its file store here, and believe it. */
  readonly browserArguments: readonly string[]
  /** Of large files only the first half comes: there is time to pause. */
  stalls: boolean
  close(): Promise<void>
}

/** The fake hub behind TLS on this machine: real requests, real redirects from one host to another. */
export async function startFakeHub(): Promise<FakeHubServer> {
  const hub = new FakeHub()
  const read = (name: string) => readFileSync(join(CERTIFICATE, name))
  const server = createServer({ key: read('key.pem'), cert: read('certificate.pem') }, ({ method = 'GET', url = '/', headers }, response) => {
    const { authorization = null, range = null } = headers
    const answer = hub.answer({ method, url: `https://${headers.host ?? ''}${url}`, authorization, range })
    response.writeHead(answer.status, answer.headers)
    if (running.stalls && answer.body && answer.body.length > LARGE_BYTES) response.write(answer.body.subarray(0, answer.body.length / 2))
    else response.end(answer.body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const here = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const running: FakeHubServer = {
    hub,
    browserArguments: [`--host-resolver-rules=MAP huggingface.co ${here}, MAP *.hf.co ${here}`, '--ignore-certificate-errors'],
    stalls: false,
    close: () => new Promise((closed) => {
      server.close(() => { closed() })
      server.closeAllConnections()
    }),
  }
  return running
}
