import type { LaunchOptions } from '@playwright/test'
import { findChromium } from '../../scripts/app/chromium-path'

export interface ChromiumLaunch {
  /** Absolute path of a WAV that the fake microphone plays in a loop; without it the microphone beeps. */
  readonly microphone?: string
  /** No microphone prompt is answered: the page's own permission state decides. */
  readonly microphoneAsks?: boolean
  /** Offers WebGPU on a software adapter (right for results, useless for speed). */
  readonly webGpu?: boolean
}

/** How to start the installed Chromium headless, with a microphone that is always there and never real. */
export function chromiumLaunch({ microphone, microphoneAsks = false, webGpu = false }: ChromiumLaunch = {}): LaunchOptions {
  const args = ['--use-fake-device-for-media-stream']
  if (microphone !== undefined) args.push(`--use-file-for-fake-audio-capture=${microphone}`)
  if (!microphoneAsks) args.push('--use-fake-ui-for-media-stream')
  if (webGpu) args.push('--enable-unsafe-webgpu')
  // Chromium refuses to run as root with its sandbox on; containers usually are root.
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  return { executablePath: findChromium(), headless: true, args }
}
