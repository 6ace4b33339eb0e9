import { readFileSync, readdirSync } from 'node:fs'
import { chromium, type BrowserContext } from '@playwright/test'
import { chromiumLaunch, type ChromiumLaunch } from '../../e2e/support/chromium-launch'
import { buildIfStale, DIST_FOLDER } from './build-app'
import { fetchStarterModel, modelsFolder } from './fetch-starter-model'
import { createProfileFolder, removeProfileFolder } from './profile-folder'
import { startServer } from './serve'

/** The built app behind its own server, and a headless browser to drive it. */
export interface RunningApp {
  readonly url: string
  /**
   * A browser with a fresh profile on the disk: nothing kept, nothing cached. A private window would hold in memory what
   * people's browsers store on the disk, the models above all.
   */
  newProfile(): Promise<BrowserContext>
  /** Memory of all processes of a profile's browser in bytes, shared pages counted once; null where /proc is missing. */
  memoryBytes(profile: BrowserContext): number | null
  close(): Promise<void>
}

/** All processes that descend from one whose command line fits, itself among them. */
function processTree(fits: (commandLine: string) => boolean): number[] {
  const children = new Map<number, number[]>()
  const tree: number[] = []
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
      if (fits(readFileSync(`/proc/${name}/cmdline`, 'utf8'))) tree.push(Number(name))
    } catch {
      // The process ended between the listing and the reading.
    }
  }
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
  const profiles = new Map<BrowserContext, string>()
  const removals: Promise<void>[] = []

  async function remove(folder: string): Promise<void> {
    try {
      await removeProfileFolder(folder)
    } catch (thrown) {
      // What was measured or judged is not the worse for it.
      report(`A browser's profile was left behind in ${folder}: ${String(thrown)}`)
    }
  }

  return {
    url: server.url,
    async newProfile() {
      const folder = createProfileFolder()
      const profile = await chromium.launchPersistentContext(folder, {
        ...chromiumLaunch(launch), baseURL: server.url, acceptDownloads: true, serviceWorkers: 'block',
      })
      profiles.set(profile, folder)
      profile.on('close', () => {
        profiles.delete(profile)
        removals.push(remove(folder))
      })
      return profile
    },
    memoryBytes(profile) {
      const folder = profiles.get(profile)
      if (process.platform !== 'linux' || folder === undefined) return null
      // The browser's own process has no type; only those that it starts have.
      const processes = processTree((commandLine) => commandLine.includes(`--user-data-dir=${folder}`) && !commandLine.includes('--type='))
      return processes.reduce((total, member) => total + proportionalBytes(member), 0)
    },
    async close() {
      for (const profile of [...profiles.keys()]) await profile.close()
      await Promise.all(removals)
      await server.close()
    },
  }
}
