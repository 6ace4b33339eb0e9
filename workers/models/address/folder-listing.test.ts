import { describe, expect, it } from 'vitest'

import { listFolder } from './folder-listing'

const FOLDER = 'https://models.example/tts/english/'
const files: Readonly<Record<string, number>> = { 'model.safetensors': 5000, 'tokenizer.model': 300, 'config.yaml': 60, 'german.safetensors': 7000 }

/** A web host with these files, and what it answers to the folder itself. */
function hostOf(index: () => Response) {
  const asked: string[] = []
  const fetchHost: typeof fetch = (input, init = {}) => {
    const url = input instanceof Request ? input.url : input.toString()
    asked.push(`${init.method ?? 'GET'} ${url}`)
    if (url === FOLDER) return Promise.resolve(index())
    const sizeBytes = files[url.slice(FOLDER.length)]
    if (sizeBytes === undefined) return Promise.resolve(new Response('<!doctype html>', { status: 200, headers: { 'content-type': 'text/html' } }))
    return Promise.resolve(new Response(null, { headers: { 'content-length': String(sizeBytes) } }))
  }
  const list = () => listFolder({ kind: 'folder', url: FOLDER, canonical: FOLDER }, { fetch: fetchHost, signal: new AbortController().signal })
  return { asked, list }
}

const page = (html: string) => () => new Response(html, { headers: { 'content-type': 'text/html' } })

describe('the folder of a web host', () => {
  it('that may not be asked from another page says so', async () => {
    const { list } = hostOf(() => { throw new TypeError('Failed to fetch') })
    await expect(list()).rejects.toMatchObject({ code: 'model-download-failed' })
  })

  it('without an index is looked through for the usual names; the app’s own page in place of a file is none', async () => {
    const { list } = hostOf(() => new Response('no', { status: 403 }))
    const { files: found, revision, base } = await list()
    expect(found.map(({ path, sizeBytes, sha256 }) => [path, sizeBytes, sha256])).toEqual([['tokenizer.model', 300, null], ['model.safetensors', 5000, null], ['config.yaml', 60, null]])
    expect([revision, base]).toEqual([null, FOLDER])
  })

  it('with an index has the files that it links to, and nothing from elsewhere', async () => {
    const links = ['../', 'german.safetensors', './config.yaml', '/tts/english/tokenizer.model', 'https://evil.example/model.safetensors', '../french/model.safetensors', 'deep/model.safetensors', '?C=N;O=D', 'photo.png']
    const { asked, list } = hostOf(page(links.map((href) => `<a href="${href}">x</a>`).join('\n')))
    expect((await list()).files.map(({ path }) => path)).toEqual(['german.safetensors', 'config.yaml', 'tokenizer.model'])
    expect(asked).toHaveLength(4)
  })
})
