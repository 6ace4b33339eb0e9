/** Renders the PNG icons from public/icons/myna.svg with the installed Chromium. Run it after changing the drawing. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from '../../e2e/support/chromium-launch'

const folder = resolve(import.meta.dirname, '../../public/icons')
const drawing = readFileSync(resolve(folder, 'myna.svg'), 'utf8')

/** Platforms cut maskable icons to their own shape: square ground, and the mark inside the safe circle of 80 %. */
const maskable = drawing
  .replace(/ rx="\d+"/, '')
  .replace(/transform="[^"]+"/, 'transform="translate(39 56) scale(0.74)"')

const icons = [
  { file: 'myna-192.png', size: 192, svg: drawing },
  { file: 'myna-512.png', size: 512, svg: drawing },
  { file: 'myna-maskable-512.png', size: 512, svg: maskable },
  { file: 'apple-touch-icon.png', size: 180, svg: maskable },
]

const browser = await chromium.launch(chromiumLaunch())
for (const { file, size, svg } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${svg}`)
  await page.screenshot({ path: resolve(folder, file), omitBackground: true })
  await page.close()
}
await browser.close()
