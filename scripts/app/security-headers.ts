/** Response headers of the app: cross-origin isolation and a strict Content-Security-Policy, in one place. */
import { readFileSync } from 'node:fs'
import { HUB_ORIGIN } from '../../src/shared/protocol/model-address'

/** A publisher answers with redirects to its file servers; the policy must name those too. */
const REDIRECT_HOSTS: Readonly<Record<string, readonly string[]>> = {
  [HUB_ORIGIN]: ['https://*.huggingface.co', 'https://*.hf.co'],
}

/** The part of the model manifest that matters here: where packs may be downloaded from. */
interface PackSources {
  /** More origins that models may be added from. */
  readonly hosts?: readonly string[]
  readonly packs: readonly { readonly sources: readonly string[] }[]
}

function modelOrigins(manifest: PackSources): string[] {
  const sources = [...manifest.packs.flatMap((pack) => pack.sources), ...(manifest.hosts ?? [])].filter((source) => source.startsWith('https://'))
  // Models are added by address from there, whatever the manifest lists.
  const origins = [HUB_ORIGIN, ...sources.map((source) => new URL(source).origin)]
  return [...new Set(origins.flatMap((origin) => [origin, ...(REDIRECT_HOSTS[origin] ?? [])]))].sort()
}

/**
 * The policy without `frame-ancestors`, which only a header can carry. `blob:` workers and media are made by the app
 * itself; nothing inline and no foreign script ever runs.
 */
export function contentSecurityPolicy(manifest: PackSources): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'wasm-unsafe-eval'`,
    `worker-src 'self' blob:`,
    `connect-src ${["'self'", ...modelOrigins(manifest)].join(' ')}`,
    `style-src 'self'`,
    `img-src 'self' blob: data:`,
    `media-src 'self' blob:`,
    `font-src 'self'`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'self'`,
    `form-action 'none'`,
  ].join('; ')
}

/** Isolation makes SharedArrayBuffer, and with it threads and the sound ring, available. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

/** Every header that a document or worker script of the built app must carry. */
export function securityHeaders(manifest: PackSources): Record<string, string> {
  return {
    ...ISOLATION_HEADERS,
    'Content-Security-Policy': `${contentSecurityPolicy(manifest)}; frame-ancestors 'none'`,
    'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  }
}

/** Reads the sources out of a model manifest file. Throws where the file is missing or not one. */
export function readPackSources(path: string): PackSources {
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'packs' in manifest && Array.isArray(manifest.packs)) {
    return manifest as PackSources
  }
  throw new Error(`${path} is not a model manifest: it has no packs.`)
}
