import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bundleContext, presentFolders, readBundleFolder } from '#fixtures/bundle-context'
import { openPublishedSessions } from '#fixtures/published-sessions'
import { parseBundle } from './bundle'
import { cacheEntries } from './lm-state'
import { createLanguageModel } from './language-model'
import { openGraph, readGraph } from './pocket-sessions'
import { openPublishedSpeech } from './published-graphs'
import { relaxCapacity } from './relaxed-capacity'

const fixture = 'e2e/fixtures/pocket-tiny'
const caches = cacheEntries(parseBundle(Uint8Array.from(readFileSync(`${fixture}/bundle.json`)).buffer).flow_lm_state_manifest)
const model = () => Uint8Array.from(readFileSync(`${fixture}/flow_lm_main.onnx`))

function changedBytes(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((count, byte, i) => count + (byte === b[i] ? 0 : 1), 0)
}

describe('taking the declared capacity away', () => {
  it('changes nothing when a cache is not declared as the bundle says', () => {
    for (const wrong of [caches.map((cache) => ({ ...cache, input_name: `other_${cache.index}` })), caches.map((cache) => ({ ...cache, shape: [2, 1, 999, 4, 16] })), []]) {
      const bytes = model()
      expect(relaxCapacity(bytes, wrong)).toBeNull()
      expect(bytes).toEqual(model())
    }
  })

  it('changes three bytes for each of the two inputs and two outputs that carry a cache', () => {
    const bytes = model()
    expect(relaxCapacity(bytes, caches)).not.toBeNull()
    expect(changedBytes(bytes, model())).toBe(4 * 3)
  })

  it('can be undone', () => {
    const bytes = model()
    relaxCapacity(bytes, caches)?.()
    expect(bytes).toEqual(model())
  })
})

const skeletons = presentFolders({ 'full-size int8': '../shared/reference/pocket-tts/graphs/A-full-int8.skeleton' })

describe.runIf(skeletons.length > 0).each(skeletons)('the published structure (%s, without weights)', (_, folder) => {
  it('has the 42 places that are known to declare the capacity', () => {
    const files = readBundleFolder(folder)
    const bundle = parseBundle(Uint8Array.from(files.get('bundle.json')!).buffer)
    const bytes = Uint8Array.from(files.get('flow_lm_main_int8.onnx')!)
    const before = bytes.slice()
    expect(relaxCapacity(bytes, cacheEntries(bundle.flow_lm_state_manifest))).not.toBeNull()
    expect(changedBytes(bytes, before)).toBe(42 * 3)
  })
})

describe('the language model', () => {
  it('gives the same numbers, bit for bit, with caches that grow and with the declared one', async () => {
    const context = bundleContext(readBundleFolder(fixture))
    const bundle = parseBundle(await context.files.read('bundle.json'))
    const sessions = await openPublishedSessions(context, bundle)
    const run = async (capacityGrain: number | null) => {
      const model = createLanguageModel(sessions, bundle, capacityGrain)
      const run = model.start(null, 20)
      await run.prefill(await model.embed([5, 6, 7, 8]))
      const results = [await run.step(new Float32Array(32).fill(NaN))]
      for (let i = 0; i < 9; i++) results.push(await run.step(new Float32Array(32).fill(i / 9)))
      return { results, voice: run.voiceState() }
    }
    const fixed = await run(null)
    expect(await run(3)).toEqual(fixed)
    expect(await run(64)).toEqual(fixed)
    await sessions.release()
  })

  it('can be opened from the same bytes again, as after a rewrite that was not proven, and is as small then', async () => {
    const context = bundleContext(readBundleFolder(fixture))
    const bundle = parseBundle(await context.files.read('bundle.json'))
    const textConditioner = await openGraph(context, 'text_conditioner', bundle)
    const files = { main: await readGraph(context, 'flow_lm_main'), flow: await readGraph(context, 'flow_lm_flow') }
    for (const time of [1, 2]) {
      const opened = await openPublishedSpeech(context, bundle, textConditioner, files)
      expect([time, opened.sessions.capacityGrain]).toEqual([time, 64])
      await opened.release()
    }
    await textConditioner.release()
  })

  it('refuses to grow past the limit of a run, and to start with more than the model has', async () => {
    const context = bundleContext(readBundleFolder(fixture))
    const bundle = parseBundle(await context.files.read('bundle.json'))
    const sessions = await openPublishedSessions(context, bundle)
    const model = createLanguageModel(sessions, bundle, sessions.capacityGrain)
    const run = model.start(null, 5)
    await run.prefill(await model.embed([1, 2, 3, 4]))
    await run.step(new Float32Array(32))
    await expect(run.step(new Float32Array(32))).rejects.toMatchObject({ code: 'position-budget-exceeded' })
    expect(run.positions).toBe(5)
    expect(() => model.start(null, 1001)).toThrow(expect.objectContaining({ code: 'position-budget-exceeded' }))
    await sessions.release()
  })
})
