import { defineConfig } from 'vitest/config'
import { kernels } from './scripts/app/vite-kernels'

export default defineConfig({
  plugins: [kernels()],
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'workers/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
