import sileroUrl from '@ricky0123/vad-web/dist/silero_vad_v6.onnx?url'
import rnnoiseUrl from '@shiguredo/rnnoise-wasm?url'
import runtimeWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import { Workbox } from 'workbox-window'
import { secondEarUrl, speakerEncoderUrl, voiceEncoderUrl } from '../../workers/addresses'
import type { ServiceWorkerMessage } from '../shared/protocol/service-worker'

export interface ServiceWorkerEvents {
  /** A new version waits (or already runs, where another tab applied it); it is used after `applyUpdate`. */
  readonly onUpdateReady: () => void
  /** The app, its runtime and its analysis models are on the device: it opens without a network. Called at each such start. */
  readonly onOfflineReady: () => void
  /** Whether a reload would lose nothing: asked once, on a first visit where the host sends no isolation headers. */
  readonly canReload: () => boolean
}

export interface ServiceWorkerHandle {
  /** Switches to the new version and reloads this tab. Call it only when nothing would be interrupted. */
  applyUpdate(): void
}

/** Marks that this tab was reloaded to become isolated, so that a browser that never isolates is not reloaded again. */
const RELOADED_KEY = 'myna-isolation-reload'

function becomeIsolated(canReload: () => boolean): void {
  if (crossOriginIsolated || sessionStorage.getItem(RELOADED_KEY) !== null || !canReload()) return
  sessionStorage.setItem(RELOADED_KEY, 'done')
  location.reload()
}

/** Too big for the precache, together 24 MB: the runtime, and the models that analyse a recording. */
const KEPT_ASSETS = [runtimeWasmUrl, speakerEncoderUrl, voiceEncoderUrl, secondEarUrl, sileroUrl, rnnoiseUrl]

/** Has them kept even if speaking happened before the service worker was there. Resolves to success. */
async function keepAssets(): Promise<boolean> {
  const { active } = await navigator.serviceWorker.ready
  if (active === null) return false
  const message: ServiceWorkerMessage = {
    type: 'KEEP_ASSETS',
    urls: KEPT_ASSETS.map((url) => new URL(url, location.href).href),
  }
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      port1.close()
      resolve(data === true)
    }
    active.postMessage(message, [port2])
  })
}

/**
 * Registers the service worker of the built app; does nothing in development and where browsers offer none. A page
 * that its host left unisolated is reloaded once, since the service worker isolates it.
 */
export function registerServiceWorker(events: ServiceWorkerEvents): ServiceWorkerHandle {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return { applyUpdate: () => undefined }

  const workbox = new Workbox('./service-worker.js')
  let applying = false
  let replaced = false

  let controlled = navigator.serviceWorker.controller !== null

  workbox.addEventListener('waiting', events.onUpdateReady)
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (applying) {
      location.reload()
    } else if (controlled) {
      replaced = true
      events.onUpdateReady()
    } else {
      controlled = true
      becomeIsolated(events.canReload)
    }
  })
  void workbox
    .register()
    .then(keepAssets)
    .then((kept) => {
      if (kept) events.onOfflineReady()
    })
    // A browser that refuses service workers leaves a page that works, only not offline: nobody did anything wrong.
    .catch(() => undefined)

  return {
    applyUpdate() {
      applying = true
      if (replaced) location.reload()
      else workbox.messageSkipWaiting()
    },
  }
}
