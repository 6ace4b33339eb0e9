import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { askWorker, buildWorkerPage } from '../scripts/worker-pages/build-worker-page'
import { floatValues, readSafetensors } from '../scripts/fixtures/safetensors'
import { startServer, type RunningServer } from '../scripts/app/serve'
import { INPUT_VECTORS, type ParityRequest, type Vectors } from '../scripts/worker-pages/stage-parity/official-stages'
import { E2E_PORT } from './support/this-run'

// Every stage in a real browser, with the runtime and the kernels that the app has there, against numbers of the official
// PyTorch code with the same (random) weights.

/** The page of the worker is built first. */
const PATIENCE_MS = 120_000

const PUBLISHED = resolve(import.meta.dirname, 'fixtures/pocket-tiny')
const PLACE = resolve(import.meta.dirname, `../test-results/parity-${E2E_PORT}`)

const stored = readSafetensors(readFileSync(join(PUBLISHED, 'reference.safetensors')))
function official(name: string): readonly number[] {
  const tensor = stored.get(name)
  if (tensor === undefined) throw new Error(`There is no vector ${name}.`)
  return name === 'a.token_ids' ? Array.from(new BigInt64Array(tensor.bytes.slice().buffer), Number) : [...floatValues(tensor)]
}
const inputs: Vectors = Object.fromEntries(INPUT_VECTORS.map((name) => [name, official(name)]))

/** Largest difference that each vector may have: ten times the noise between two orders of summation, as recommended with them. */
const FLOAT32 = { conditioning: 8e-5, text_embeddings: 0, latent: 4e-5, eos_logit: 3e-5, kv_final: 4e-5, lsd4_latent: 4e-5, audio_stream: 2e-5, audio: 4e-5 }
/**
 * The kernels hold language model and flow in 8 bits, the codec on x86 in 12 to 16: decibels above the noise of that. Measured are
 * 58 for the codec, 40 for latents, 43 for caches; the codec of random weights makes 31 of that in the sound.
 */
const KERNELS = { text_embeddings: 0 }
const KERNELS_DECIBELS = { conditioning: 50, audio_stream: 50, latent: 34, kv_final: 36, lsd4_latent: 34, audio: 28 }

const stageOf = (name: string) => name.split('.')[1] ?? ''

function expectWithin(actual: Vectors, tolerances: Readonly<Record<string, number>>): void {
  const names = Object.keys(actual).filter((name) => stageOf(name) in tolerances)
  expect(names.length).toBeGreaterThanOrEqual(Object.keys(tolerances).length)
  for (const name of names) {
    const expected = official(name)
    expect(actual[name], name).toHaveLength(expected.length)
    const largest = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[name]?.[i] ?? NaN))), 0)
    expect.soft(largest, name).toBeLessThanOrEqual(tolerances[stageOf(name)] ?? 0)
  }
}

function expectAbove(actual: Vectors, decibels: Readonly<Record<string, number>>): void {
  const names = Object.keys(actual).filter((name) => stageOf(name) in decibels)
  expect(names.length).toBeGreaterThanOrEqual(Object.keys(decibels).length)
  const power = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0)
  for (const name of names) {
    const expected = official(name)
    const noise = power(expected.map((value, i) => value - (actual[name]?.[i] ?? NaN)))
    expect.soft(10 * Math.log10(power(expected) / noise), name).toBeGreaterThan(decibels[stageOf(name)] ?? Infinity)
  }
}

let server: RunningServer

test.beforeAll(async () => {
  test.setTimeout(PATIENCE_MS)
  const page = join(PLACE, 'page')
  await buildWorkerPage('stage-parity', page)
  server = await startServer({ port: 0, dist: page, extraMounts: { '/published/': PUBLISHED } })
})

test.afterAll(() => server.close())

for (const way of ['published', 'kernels'] as const) {
  test(`${way === 'published' ? 'the published graphs' : 'the kernels'} compute in every stage what the official code does`, async ({ page }) => {
    test.setTimeout(PATIENCE_MS)
    const request: ParityRequest = { bundleUrl: `${server.url}published/`, files: readdirSync(PUBLISHED), way, inputs }
    const actual = await askWorker<Vectors>(page, server.url, request)
    if (way === 'kernels') {
      expectWithin(actual, KERNELS)
      expectAbove(actual, KERNELS_DECIBELS)
    } else {
      expectWithin(actual, FLOAT32)
    }
  })
}
