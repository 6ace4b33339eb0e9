import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, resolve } from 'node:path'
import { DIST_FOLDER } from '../../scripts/app/build-app'
import { modelsFolder, readPack, readStarterPack } from '../../scripts/app/fetch-starter-model'
import { whisperPackId } from '../../scripts/app/place-whisper'
import { startServer, type ServeOptions } from '../../scripts/app/serve'
import type { ModelManifest, ModelPack } from '../../src/shared/protocol/model-pack'

const FIXTURE = resolve(import.meta.dirname, '../fixtures/pocket-tiny')
const PACK_ID = 'pocket-tiny'

/** How the server treats one model file: as it should, or as on a bad day. */
export type Mood =
  | 'well'
  | 'not-found'
  /** One byte in the middle is another one. */
  | 'corrupt'
  /** Ends after half of the file and claims that this is all; behind it there is nothing. */
  | 'truncated'
  /** The connection breaks after half of what was asked for. */
  | 'breaks-off'
  /** About 100 kB a second, so that there is time to pause, reload or look, for as long as the mood lasts. */
  | 'slow'

export interface TinyApp {
  readonly url: string
  /** Names of the pack's files in the order of the manifest. */
  readonly files: readonly string[]
  /** Of the whole pack, the share that is there once so many bytes of a file have come after all the files before it. */
  shareAfter(file: string, bytes: number): number
  /** Every request for a model file: name and Range header. */
  readonly requests: readonly { readonly file: string; readonly range: string | null }[]
  setMood(file: string, mood: Mood): void
  close(): Promise<void>
}

function manifest(files: readonly string[], others: readonly ModelPack[]): ModelManifest {
  return {
    version: 1,
    packs: [
      {
        id: PACK_ID,
        engine: 'pocket-tts',
        name: 'Tiny Pocket TTS',
        description: 'Random weights of the published structure: its sound is noise.',
        languages: ['en'],
        licence: 'Apache-2.0',
        licenceUrl: 'https://www.apache.org/licenses/LICENSE-2.0',
        credit: 'Made by this project for its tests',
        terms: '',
        sources: [`models/${PACK_ID}/`],
        files: files.map((path) => {
          const bytes = readFileSync(join(FIXTURE, path))
          return { path, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
        }),
      },
      ...others,
    ],
  }
}

/** Sends `bytes` from the asked position on, the way of the mood there is. */
function answer(request: IncomingMessage, response: ServerResponse, bytes: Buffer, moodNow: () => Mood): void {
  const mood = moodNow()
  const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const body = bytes.subarray(start)
  const half = body.subarray(0, Math.floor(body.length / 2))
  const headers: Record<string, string | number> = { 'Content-Type': 'application/octet-stream' }
  if (start > 0) headers['Content-Range'] = `bytes ${start}-${bytes.length - 1}/${bytes.length}`
  const status = start > 0 ? 206 : 200
  if (mood === 'not-found') {
    response.writeHead(404).end()
  } else if (mood === 'truncated') {
    const there = bytes.subarray(start, Math.max(start, bytes.length >> 1))
    response.writeHead(status, { ...headers, 'Content-Length': there.length }).end(there)
  } else if (mood === 'breaks-off') {
    response.writeHead(status, { ...headers, 'Content-Length': body.length })
    response.write(half, () => setTimeout(() => response.destroy(), 100))
  } else {
    response.writeHead(status, { ...headers, 'Content-Length': body.length })
    if (mood === 'slow') drip(response, body, () => moodNow() === 'slow')
    else response.end(body)
  }
}

function drip(response: ServerResponse, body: Buffer, isSlow: () => boolean): void {
  const pieceBytes = 10_000
  let sent = 0
  const timer = setInterval(() => {
    if (response.destroyed || sent >= body.length) {
      clearInterval(timer)
      response.end()
      return
    }
    const end = isSlow() ? sent + pieceBytes : body.length
    response.write(body.subarray(sent, end))
    sent = end
  }, 100)
}

export interface TinyAppOptions {
  /** A host that sends no isolation headers and no policy. */
  readonly plain?: boolean
  /** The starter can be chosen, too. */
  readonly starter?: boolean
  /** Sees every request first; returns true when it has answered. */
  readonly intercept?: NonNullable<ServeOptions['intercept']>
}

/**
 * The built app with one engine, a pack of two megabytes, and the transcriber, behind a server whose moods a test can set.
 */
export async function startTinyApp({ plain = false, starter = false, intercept }: TinyAppOptions = {}): Promise<TinyApp> {
  const files = ['bundle.json', ...readdirSync(FIXTURE).filter((name) => /\.(onnx|npy|model)$/.test(name))]
  const moods = new Map<string, Mood>()
  const requests: { file: string; range: string | null }[] = []
  const manifestText = JSON.stringify(manifest(files, [...(starter ? [await readStarterPack()] : []), await readPack(whisperPackId)]))

  const server = await startServer({
    port: 0,
    dist: DIST_FOLDER,
    models: modelsFolder,
    plain,
    intercept(request, response) {
      if (intercept?.(request, response) === true) return true
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (pathname === '/model-manifest.json') {
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(manifestText)
        return true
      }
      const prefix = `/models/${PACK_ID}/`
      if (!pathname.startsWith(prefix)) return false
      const file = pathname.slice(prefix.length)
      requests.push({ file, range: request.headers.range ?? null })
      const moodNow = () => moods.get(file) ?? 'well'
      const bytes = readFileSync(join(FIXTURE, file))
      if (moodNow() === 'corrupt') bytes[bytes.length >> 1]! ^= 0xff
      answer(request, response, bytes, moodNow)
      return true
    },
  })
  return {
    url: server.url,
    files,
    shareAfter(file, bytes) {
      const sizes = files.map((name) => statSync(join(FIXTURE, name)).size)
      const sum = (some: readonly number[]) => some.reduce((total, size) => total + size, 0)
      return (sum(sizes.slice(0, files.indexOf(file))) + bytes) / sum(sizes)
    },
    requests,
    setMood: (file, mood) => moods.set(file, mood),
    close: () => server.close(),
  }
}
