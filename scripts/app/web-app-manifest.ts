import type { ManifestOptions } from 'vite-plugin-pwa'

/** The web app manifest. Addresses are relative to the app, so that it installs below a path too. */
export const webAppManifest: Partial<ManifestOptions> = {
  id: './',
  name: 'Myna: your words in your voice',
  short_name: 'Myna',
  description: 'Record a few seconds of a voice, type some text, and hear that voice say it. Everything stays in your browser.',
  lang: 'en',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#f4f6f5',
  theme_color: '#f4f6f5',
  categories: ['productivity', 'utilities', 'accessibility'],
  icons: [
    { src: '../icons/myna.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: '../icons/myna-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '../icons/myna-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '../icons/myna-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
}
