import { defineConfig, devices } from '@playwright/test'
import { chromiumLaunch } from './e2e/support/chromium-launch'
import { E2E_PORT, E2E_REPORT } from './e2e/support/this-run'

/** Journeys on the built app. The server builds it first when it is older than the sources. */
export default defineConfig({
  testDir: 'e2e',
  // Each port has its own folder: two runs at once would sweep each other's files away.
  outputDir: `test-results/journeys-${E2E_PORT}`,
  // A safety net: on a small and busy machine some journeys take minutes.
  timeout: 300_000,
  expect: { timeout: 30_000 },
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
  projects: [{ name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 900 } } }],
  webServer: {
    command: `npx tsx scripts/app/start.ts --port ${E2E_PORT}`,
    url: `http://localhost:${E2E_PORT}/model-manifest.json`,
    timeout: 600_000,
    reuseExistingServer: process.env['CI'] === undefined,
    stdout: 'pipe',
  },
})
