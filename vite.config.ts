import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { kernels } from './scripts/app/vite-kernels'
import { oneRuntime } from './scripts/app/vite-one-runtime'
import { securityHeadersPlugin } from './scripts/app/vite-security-headers'
import { starterModel } from './scripts/app/vite-starter-model'
import { workerEntries } from './scripts/app/vite-worker-entries'
import { webAppManifest } from './scripts/app/web-app-manifest'

export default defineConfig({
  // Relative addresses: the same build works at the root of a host and below a path.
  base: './',
  plugins: [
    react(),
    kernels(),
    oneRuntime(),
    starterModel(),
    securityHeadersPlugin(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/service-worker',
      filename: 'service-worker.ts',
      injectRegister: false,
      registerType: 'prompt',
      manifest: webAppManifest,
      integration: {
        // Its build of the service worker would print to stdout, which npm run speak --json keeps for the figures.
        configureCustomSWViteBuild: (options) => {
          options.logLevel = 'warn'
        },
      },
      injectManifest: {
        rollupFormat: 'iife',
        // The runtime's wasm, the voice styles and what listens to recordings are cached on their own: see hashed-asset-cache.ts.
        globPatterns: ['**/*.{html,js,mjs,css,svg,png,webmanifest,woff2}', 'assets/kernels-*.wasm', 'model-manifest.json', 'samples/*.mp3'],
        globIgnores: ['models/**', 'assets/rnnoise-*.js'],
      },
    }),
  ],
  resolve: {
    // Keeps the runtime's glue out of our chunks: inlined, every WASM thread would run our worker's code again.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  optimizeDeps: { exclude: ['onnxruntime-web', '@huggingface/transformers'] },
  worker: { format: 'es', plugins: () => [kernels(), oneRuntime(), workerEntries()] },
  build: {
    target: 'es2023',
    // data: addresses of inlined files would be refused by the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Where the build's own time goes is no warning about the app.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
})
