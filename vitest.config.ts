import { configDefaults, defineConfig } from 'vitest/config'
import { kernels } from './scripts/app/vite-kernels'
import { SHARING_ROOMS } from './scripts/check/unit-rooms'

const ALL = ['src/**/*.test.{ts,tsx}', 'workers/**/*.test.ts', 'scripts/**/*.test.ts']
const SHARING = SHARING_ROOMS.map((room) => `${room}/**/*.test.{ts,tsx}`)

export default defineConfig({
  plugins: [kernels()],
  test: {
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ['scripts/testing/dom-waits.ts'],
    // What is waited for may take long on a busy machine, and is seen soon on an idle one.
    expect: { poll: { timeout: 20_000, interval: 10 } },
    projects: [
      { extends: true, test: { name: 'sharing', include: SHARING, isolate: false } },
      { extends: true, test: { name: 'apart', include: ALL, exclude: [...configDefaults.exclude, ...SHARING] } },
    ],
  },
})
