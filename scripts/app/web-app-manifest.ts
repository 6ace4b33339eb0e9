import type { ManifestOptions } from 'vite-plugin-pwa'

/** Documents that the installed app reads, by media type. */
const documents = {
  'application/epub+zip': ['.epub'],
  'application/pdf': ['.pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['.docx'],
  'text/html': ['.html', '.htm', '.xhtml'],
  'text/markdown': ['.md', '.markdown'],
  'text/plain': ['.txt'],
  'application/x-subrip': ['.srt'],
  'text/vtt': ['.vtt'],
}

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
  // Answered by the service worker alone: nothing that is shared leaves the device.
  share_target: {
    action: './share-target',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { title: 'title', text: 'text', url: 'url', files: [{ name: 'documents', accept: Object.entries(documents).flat(2) }] },
  },
  file_handlers: [{ action: './', accept: documents }],
  icons: [
    { src: '../icons/myna.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: '../icons/myna-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '../icons/myna-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '../icons/myna-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
}
