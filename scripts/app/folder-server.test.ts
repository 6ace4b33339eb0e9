import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveFolder } from './folder-server'

describe('files of a folder over HTTP', () => {
  let folder = ''
  let server: Server
  let base = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'myna-models-'))
    await writeFile(join(folder, 'model.onnx'), '0123456789')
    server = createServer(serveFolder(folder))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true })
  })

  it('answers 404 for a missing file, never the page', async () => {
    const response = await fetch(`${base}/absent.onnx`)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('<')
  })

  it('does not leave its folder', async () => {
    expect((await fetch(`${base}/..%2f..%2fetc%2fpasswd`)).status).toBe(404)
  })

  it('sends a whole file as bytes of known length', async () => {
    const response = await fetch(`${base}/model.onnx`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-length')).toBe('10')
    expect(await response.text()).toBe('0123456789')
  })

  it('continues where a download stopped', async () => {
    const response = await fetch(`${base}/model.onnx`, { headers: { Range: 'bytes=7-' } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe('bytes 7-9/10')
    expect(await response.text()).toBe('789')
  })

  it('serves a file that arrives while it runs', async () => {
    await writeFile(join(folder, 'later.bin'), 'abc')
    expect(await (await fetch(`${base}/later.bin`)).text()).toBe('abc')
  })
})
