import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, presentFolders, readBundleFolder } from '#fixtures/bundle-context'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { KernelExports } from '../../../../kernels/kernel-exports'
import type { LoadKernels } from '../../../../kernels/kernels'
import { openPocketSource } from '../pocket-reader'
import type { PocketSource } from '../pocket-source'
import { createTextTable, type EmbedText } from '../text/text-table'
import { openSpeech } from './speech-opening'

const beside = '../../shared/reference/pocket-tts/graphs'
const folders = presentFolders({ fixture: 'e2e/fixtures/pocket-tiny', 'exported int8': `${beside}/A-tiny-int8` })

/** Kernels of which some compute something else. */
function withWrong(change: (right: KernelExports) => Partial<KernelExports>): LoadKernels {
  return async () => {
    const kernels = await loadNodeKernels()
    return { ...kernels, run: { ...kernels.run, ...change(kernels.run) } }
  }
}

describe.each(folders)('the language model of the %s bundle', (_, folder) => {
  const context = bundleContext(readBundleFolder(folder))
  let source: PocketSource
  let embed: EmbedText
  beforeAll(async () => {
    source = await openPocketSource(context.files)
    embed = createTextTable((await source.readTextTable()) ?? expect.fail('no table'))
  })

  async function open(loadKernels: LoadKernels, known: boolean | null = null) {
    const written: [string, boolean][] = []
    const verdicts = {
      read: () => Promise.resolve(known),
      write: (key: string, verdict: boolean) => Promise.resolve(void written.push([key, verdict])),
    }
    const speech = await openSpeech({ ...context, loadKernels, verdicts }, source, embed)
    await speech.release()
    return { form: speech.form, written }
  }

  it.each<[string, (right: KernelExports) => Partial<KernelExports>]>([
    ['positions do not turn', () => ({ rotatePairs: () => undefined })],
    ['attention looks at one key', (right) => ({ attendCached: (q, step, rows, heads, share, width, k, v, capacity, _past, ...rest) => { right.attendCached(q, step, rows, heads, share, width, k, v, capacity, 0, ...rest) } })],
    ['keys go to another place', (right) => ({ storeRows: (from, step, rows, heads, width, cache, capacity, position) => { right.storeRows(from, step, rows, heads, width, cache, capacity, position === 0 ? 0 : position - 1) } })],
    ['an activation is left out', () => ({ gelu: () => undefined })],
    ['a condition is left out', () => ({ modulate: () => undefined })],
    ['a product adds to nothing', (right) => ({ multiplyInt8: (x, xs, w, s, b, to, rows, outputs, inputs) => { right.multiplyInt8(x, xs, w, s, b, to, rows, outputs, inputs, 0) } })],
    ['every sum is NaN', (right) => ({ quantiseGroups: (from, groups, step, count, _range, ...rest) => { right.quantiseGroups(from, groups, step, count, NaN, ...rest) } })],
  ])('does not run on kernels where %s', async (_what, change) => {
    const { form, written } = await open(withWrong(change))
    expect(form).toBe('as published')
    expect(written).toEqual([['kernels-4/speech/pocket-tiny:test', false]])
  })

  it('runs on kernels that compute what the published graph does, and remembers it', async () => {
    expect(await open(loadNodeKernels)).toEqual({ form: 'on kernels', written: [['kernels-4/speech/pocket-tiny:test', true]] })
  })

  it('does not try again what is known', async () => {
    const wrong = withWrong(() => ({ gelu: () => undefined }))
    expect(await open(wrong, true)).toEqual({ form: 'on kernels', written: [] })
    expect((await open(loadNodeKernels, false)).form).toBe('as published')
  })

  it('runs without kernels where they cannot be fetched, and holds nothing against them', async () => {
    const { form, written } = await open(() => Promise.reject(new MynaError('model-missing', 'no network')))
    expect(form).toBe('as published')
    expect(written).toEqual([])
  })
})
