import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer, type ServeOptions } from './serve'

describe('the server of the built app', () => {
  let folder: string
  let server: RunningServer
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'myna-serve-'))
    for (const name of ['dist/assets', 'models/pack', 'more']) mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, 'dist/index.html'), '<title>Myna</title>')
    writeFileSync(join(folder, 'dist/model-manifest.json'), '{"packs":[{"sources":["https://mirror.example/x/"]}]}')
    writeFileSync(join(folder, 'dist/assets/app-AbCd_-12.js'), 'export {}')
    writeFileSync(join(folder, 'models/pack/model.onnx'), '0123456789')
    writeFileSync(join(folder, 'more/a.txt'), 'mounted')
    writeFileSync(join(folder, 'secret.txt'), 'not served')
  })
  afterEach(() => server.close())
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  async function serve(options: Partial<ServeOptions> = {}): Promise<void> {
    server = await startServer({ port: 0, dist: join(folder, 'dist'), models: join(folder, 'models'), ...options })
  }
  const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, server.url), { headers })

  it.each(['models/pack/none.onnx', 'assets/none-12345678.js', 'no/such/page'])('answers 404 for %s, never the page', async (path) => {
    await serve()
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('<title>')
  })

  it('does not climb out of its folders', async () => {
    await serve()
    // `fetch` would resolve the dots itself.
    const status = await new Promise((resolve, reject) => {
      request(`${server.url}models/../../secret.txt`, { path: '/models/../../secret.txt' }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(404)
  })

  it('refuses to change anything', async () => {
    await serve()
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(404)
  })

  it('isolates documents and workers and gives both the policy of the manifest', async () => {
    await serve()
    for (const path of ['', 'assets/app-AbCd_-12.js']) {
      const { headers } = await get(path)
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
      expect(headers.get('content-security-policy')).toContain("connect-src 'self' https://*.hf.co https://*.huggingface.co https://huggingface.co https://mirror.example;")
    }
  })

  it('sends model bytes uncompressed, with their exact length', async () => {
    await serve()
    const response = await get('models/pack/model.onnx', { 'Accept-Encoding': 'gzip, br' })
    expect(response.headers.get('content-length')).toBe('10')
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(await response.text()).toBe('0123456789')
  })

  it('continues a download from the byte asked for', async () => {
    await serve()
    const response = await get('models/pack/model.onnx', { Range: 'bytes=4-' })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe('bytes 4-9/10')
    expect(await response.text()).toBe('456789')
  })

  it('answers 416 for a range behind the end', async () => {
    await serve()
    expect((await get('models/pack/model.onnx', { Range: 'bytes=10-' })).status).toBe(416)
  })

  it('lets browsers keep hashed files for ever and ask again for everything else', async () => {
    await serve()
    expect((await get('assets/app-AbCd_-12.js')).headers.get('cache-control')).toContain('immutable')
    for (const path of ['', 'model-manifest.json', 'models/pack/model.onnx']) {
      expect((await get(path)).headers.get('cache-control')).toBe('no-cache')
    }
  })

  it('serves below a path and mounts more folders', async () => {
    await serve({ base: '/some/path/', extraMounts: { '/more/': join(folder, 'more') } })
    expect(new URL(server.url).pathname).toBe('/some/path/')
    expect(await (await get('')).text()).toContain('Myna')
    expect(await (await get('models/pack/model.onnx')).text()).toBe('0123456789')
    expect(await (await get('/more/a.txt')).text()).toBe('mounted')
    expect((await get('/')).status).toBe(404)
  })

  it('sends none of its headers when it plays a plain static host', async () => {
    await serve({ plain: true })
    const { headers } = await get('')
    expect(headers.get('cross-origin-opener-policy')).toBeNull()
    expect(headers.get('content-security-policy')).toBeNull()
  })

  it('lets a test answer in its place', async () => {
    await serve({
      intercept: (request, response) => {
        if (request.url !== '/models/pack/model.onnx') return false
        response.writeHead(503).end()
        return true
      },
    })
    expect((await get('models/pack/model.onnx')).status).toBe(503)
    expect((await get('')).status).toBe(200)
  })
})

it('says that the app is not built instead of serving nothing', async () => {
  await expect(startServer({ port: 0, dist: join(tmpdir(), 'myna-nowhere') })).rejects.toThrow(/npm run build/)
})
