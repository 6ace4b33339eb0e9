import { describe, expect, it } from 'vitest'
import { bundleContext, createNodeSession, presentFolders, readBundleFolder, type BundleFiles } from '#fixtures/bundle-context'
import { compiledFiles } from '#fixtures/compiled-files'
import { tinySizes } from '#fixtures/pocket-sizes'
import { ruleCheckpoint } from '#fixtures/rule-checkpoint'
import { tinyTokenizer } from '#fixtures/tiny-tokenizer'
import { floats, int64 } from '../../../../runtime/tensor'
import { parseBundle } from '../published/bundle'
import { openGraph } from '../published/graphs'
import { openTextConditioner } from './text-table'

const fixture = readBundleFolder('e2e/fixtures/pocket-tiny')
const config = { flow_lm: { transformer: { num_heads: 4 } }, mimi: { transformer: { num_heads: 2 } } }
const exported = presentFolders({ 'exported for contract A': '../../shared/reference/pocket-tts/graphs/A-tiny-int8' })

/** Opens the text conditioner of a bundle, and counts the sessions that this takes. */
async function open(files: BundleFiles) {
  let sessions = 0
  const context = bundleContext(files, (bytes, options) => {
    sessions++
    return createNodeSession(bytes, options)
  })
  const bundle = parseBundle(await context.files.read('bundle.json'))
  const graph = await openGraph(bundleContext(files), 'text_conditioner', bundle)
  return { text: await openTextConditioner(context, bundle), graph, sessions: () => sessions }
}

describe('the text conditioner', () => {
  const beyond = tinySizes.lm.textRows

  it.each([[-1], [beyond]])('says that there is no row %i', async (id) => {
    const { text } = await open(fixture)
    await expect(text.run({ token_ids: int64([0, id], [1, 2]) })).rejects.toMatchObject({ code: 'inference-failed' })
  })

  it('runs as a graph where it does anything but look up', async () => {
    // The flow takes no tokens: opening it in the table's place fails as that of a graph does, not as a table's.
    const other = new Map([...fixture, ['text_conditioner.onnx', fixture.get('flow_lm_flow.onnx')!]])
    const context = bundleContext(other)
    const bundle = parseBundle(await context.files.read('bundle.json'))
    await expect(openTextConditioner(context, bundle)).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it.each<[string, () => Promise<BundleFiles>]>([
    ['published', () => Promise.resolve(fixture)],
    ...exported.map(([name, folder]): [string, () => Promise<BundleFiles>] => [name, () => Promise.resolve(readBundleFolder(folder))]),
    ...(['fp32', 'wasm-int8'] as const).map((target): [string, () => Promise<BundleFiles>] => [
      `compiled for ${target}`,
      () => compiledFiles({ checkpoint: ruleCheckpoint(tinySizes), tokenizer: tinyTokenizer(), config, target, name: 'tiny', language: 'en' }),
    ]),
  ])('gives the rows of a graph, bit by bit, without a session: %s', async (_, files) => {
    const { text, graph, sessions } = await open(await files())
    const ids = { token_ids: int64([3, 0, beyond - 1, 3], [1, 4]) }
    const rows = await text.run(ids)
    expect(rows['embeddings']?.dims).toEqual([1, 4, tinySizes.lm.width])
    expect(floats(rows['embeddings'])).toEqual(floats((await graph.run(ids))['embeddings']))
    expect(sessions()).toBe(0)
  })
})
