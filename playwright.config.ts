import { defineConfig, devices } from '@playwright/test'
import { chromiumLaunch } from './e2e/support/chromium-launch'
import { E2E_PORT, E2E_REPORT } from './e2e/support/this-run'

/** Journeys that hold the app to a moment: it falls silent within a second, sound never runs out, words are lit while they sound. */
const TIMED = ['bad-days', 'cancel', 'journey', 'overlap', 'starter', 'words'].map((name) => `**/${name}.spec.ts`)

const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 900 } }

/**
 * Journeys on the built app. The server builds it first when it is older than the sources. One runs at a time unless `--workers` says
 * otherwise; `npm test` runs those that are not timed beside each other.
 */
export default defineConfig({
  testDir: 'e2e',
  // Each port has its own folder: two runs at once would sweep each other's files away.
  outputDir: `test-results/journeys-${E2E_PORT}`,
  // A safety net: on a small and busy machine some journeys take minutes.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: E2E_REPORT }]],
  use: {
    baseURL: `http://localhost:${E2E_PORT}/`,
    launchOptions: chromiumLaunch(),
    screenshot: 'only-on-failure',
    // No film of the page: a machine without a GPU would spend much of its time on drawing it.
    trace: { mode: 'retain-on-failure', screenshots: false },
    // Nor on what moves.
    contextOptions: { reducedMotion: 'reduce' },
    // The tests of offline use and installation turn it on; everywhere else it would hide requests.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'journeys', testIgnore: TIMED, use: desktop },
    { name: 'timed', testMatch: TIMED, use: desktop },
  ],
  webServer: {
    command: `npx tsx scripts/app/start.ts --port ${E2E_PORT}`,
    url: `http://localhost:${E2E_PORT}/model-manifest.json`,
    timeout: 600_000,
    reuseExistingServer: process.env['CI'] === undefined,
    stdout: 'pipe',
  },
})
