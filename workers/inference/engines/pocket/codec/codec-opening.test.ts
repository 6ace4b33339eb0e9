import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, engineCall, presentFolders, readBundleFolder } from '#fixtures/bundle-context'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { KernelExports } from '../../../../kernels/kernel-exports'
import type { LoadKernels } from '../../../../kernels/kernels'
import { openPocketSource } from '../pocket-reader'
import type { PocketSource } from '../pocket-source'
import { openDecoder } from './decoder-opening'
import { openPromptEncoder } from './encoding'

const beside = '../../shared/reference/pocket-tts/graphs'
const folders = presentFolders({ fixture: 'e2e/fixtures/pocket-tiny', 'exported int8': `${beside}/A-tiny-int8` })

type Change = (right: KernelExports) => Partial<KernelExports>

/** Kernels of which some compute something else. */
function withWrong(change: Change): LoadKernels {
  return async () => {
    const kernels = await loadNodeKernels()
    return { ...kernels, run: { ...kernels.run, ...change(kernels.run) } }
  }
}

const inBoth: readonly [string, Change][] = [
  ['an activation is left out', () => ({ elu: () => undefined })],
  ['positions do not turn', () => ({ rotatePairs: () => undefined })],
  ['no key is kept', () => ({ storeKeys: () => undefined })],
  ['values go to the next slot', (right) => ({ storeValues: (from, step, ring, slot, slots, count, width) => { right.storeValues(from, step, ring, (slot + 16) % slots, slots, count, width) } })],
  ['attention sees a fifth of its window', (right) => ({ softmaxWindow: (scores, slots, count, slot, position, _window, scale) => { right.softmaxWindow(scores, slots, count, slot, position, 50, scale) } })],
  ['a norm does nothing', () => ({ layerNorm: () => undefined })],
  ['every sum is NaN', (right) => ({ layerNorm: (from, weight, bias, to, rows, width) => { right.layerNorm(from, weight, bias, to, rows, width, NaN) } })],
]

describe.each(folders)('the codec of the %s bundle', (_, folder) => {
  const context = bundleContext(readBundleFolder(folder))
  let source: PocketSource
  beforeAll(async () => {
    source = await openPocketSource(context.files)
  })

  async function open(part: 'decoder' | 'encoder', loadKernels: LoadKernels, known: boolean | null = null) {
    const written: [string, boolean][] = []
    const verdicts = {
      read: () => Promise.resolve(known),
      write: (key: string, verdict: boolean) => Promise.resolve(void written.push([key, verdict])),
    }
    const on = { ...context, loadKernels, verdicts }
    const opened = part === 'decoder' ? await openDecoder(on, source) : await openPromptEncoder(on, source, engineCall())
    await opened.release()
    return { opened, written }
  }

  it.each(inBoth)('does not decode on kernels where %s', async (_what, change) => {
    const { opened, written } = await open('decoder', withWrong(change))
    expect(opened).toMatchObject({ form: 'as published', sameInAnyBlocks: false })
    expect(written).toEqual([['kernels-4/decoder/pocket-tiny:test', false]])
  })

  it.each(inBoth)('does not encode on kernels where %s', async (_what, change) => {
    const { opened, written } = await open('encoder', withWrong(change))
    expect(opened).toMatchObject({ form: 'as published' })
    expect(written).toEqual([['kernels-4/encoder/pocket-tiny:test', false]])
  })

  it('runs on kernels that compute what the published graphs do, and remembers it', async () => {
    const [decoder, encoder] = [await open('decoder', loadNodeKernels), await open('encoder', loadNodeKernels)]
    expect(decoder.opened).toMatchObject({ form: 'on kernels', sameInAnyBlocks: true })
    expect(decoder.written).toEqual([['kernels-4/decoder/pocket-tiny:test', true]])
    expect(encoder.opened).toMatchObject({ form: 'on kernels' })
    expect(encoder.written).toEqual([['kernels-4/encoder/pocket-tiny:test', true]])
  })

  it.each(['decoder', 'encoder'] as const)('runs the %s without kernels where they cannot be fetched, and holds nothing against them', async (part) => {
    const { opened, written } = await open(part, () => Promise.reject(new MynaError('model-missing', 'no network')))
    expect(opened.form).toBe('as published')
    expect(written).toEqual([])
  })

  it('stops comparing encoders when asked to, without a verdict', async () => {
    const cancel = new AbortController()
    cancel.abort()
    const written: string[] = []
    const verdicts = { read: () => Promise.resolve(null), write: (key: string) => Promise.resolve(void written.push(key)) }
    const opening = openPromptEncoder({ ...context, loadKernels: loadNodeKernels, verdicts }, source, engineCall(cancel.signal))
    await expect(opening).rejects.toMatchObject({ code: 'aborted' })
    expect(written).toEqual([])
  })
})
