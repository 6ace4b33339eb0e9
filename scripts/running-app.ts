import { readFileSync, readdirSync } from 'node:fs'
import { chromium, type BrowserContext } from '@playwright/test'
import { chromiumLaunch, type ChromiumLaunch } from '../e2e/support/chromium-launch'
import { buildIfStale, DIST_FOLDER } from './build-app'
import { fetchStarterModel, modelsFolder } from './fetch-starter-model'
import { startServer } from './serve'

/** The built app behind its own server, and a headless browser to drive it. */
export interface RunningApp {
  readonly url: string
  /** A fresh profile: nothing kept, nothing cached. */
  newProfile(): Promise<BrowserContext>
  /** Memory of all processes of the browser in bytes, shared pages counted once; null where /proc is missing. */
  memoryBytes(): number | null
  close(): Promise<void>
}

function processTree(rootPid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
    } catch {
      // The process ended between the listing and the reading.
    }
  }
  const tree = [rootPid]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

function proportionalBytes(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/** Fetches the model and builds when needed, then starts server and browser. The caller closes it. */
export async function startApp(options: ChromiumLaunch & { readonly report: (line: string) => void }): Promise<RunningApp> {
  const { report, ...launch } = options
  await fetchStarterModel(report)
  await buildIfStale()
  const server = await startServer({ port: 0, dist: DIST_FOLDER, models: modelsFolder })
  const browserServer = await chromium.launchServer(chromiumLaunch(launch))
  const browser = await chromium.connect(browserServer.wsEndpoint())
  const pid = browserServer.process().pid
  return {
    url: server.url,
    newProfile: () => browser.newContext({ baseURL: server.url, acceptDownloads: true, serviceWorkers: 'block' }),
    memoryBytes() {
      if (process.platform !== 'linux' || pid === undefined) return null
      return processTree(pid).reduce((total, member) => total + proportionalBytes(member), 0)
    },
    async close() {
      await browser.close()
      await browserServer.close()
      await server.close()
    },
  }
}
