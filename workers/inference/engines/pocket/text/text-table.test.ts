import { describe, expect, it } from 'vitest'
import { bundleContext, presentFolders, readBundleFolder, type BundleFiles } from '#fixtures/bundle-context'
import { tinySizes } from '#fixtures/pocket-sizes'
import { openPocketSource } from '../pocket-reader'
import { openTextConditioner } from '../published/text-conditioner'
import { createTextTable } from './text-table'

const fixture = readBundleFolder('e2e/fixtures/pocket-tiny')
const exported = presentFolders({ 'as exported': '../shared/reference/pocket-tts/graphs/A-tiny-int8' })

async function open(files: BundleFiles) {
  const context = bundleContext(files)
  const { bundle, readTextTable } = await openPocketSource(context.files)
  const table = await readTextTable()
  const graph = () => openTextConditioner(context, bundle ?? expect.fail('no graphs'))
  return { table, graph }
}

describe('the text table', () => {
  const beyond = tinySizes.lm.textRows

  it.each([[-1], [beyond]])('says that there is no row %i', async (id) => {
    const { table } = await open(fixture)
    await expect(createTextTable(table ?? expect.fail('no table'))([0, id])).rejects.toMatchObject({ code: 'inference-failed' })
  })

  it('is none where a graph does anything but look up', async () => {
    // The flow takes no tokens: opened in the table's place it fails as a graph does.
    const { table, graph } = await open(new Map([...fixture, ['text_conditioner.onnx', fixture.get('flow_lm_flow.onnx')!]]))
    expect(table).toBeNull()
    await expect(graph()).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it.each([
    ['made here', fixture] as const,
    ...exported.map(([name, folder]) => [name, readBundleFolder(folder)] as const),
  ])('gives the rows of its graph, bit by bit: %s', async (_, files) => {
    const { table, graph } = await open(files)
    const ids = [3, 0, beyond - 1, 3]
    const rows = await createTextTable(table ?? expect.fail('no table'))(ids)
    expect(rows).toHaveLength(4 * tinySizes.lm.width)
    expect(rows).toEqual(await (await graph()).value(ids))
  })

  it('widens rows that are kept in 8 bits, each by its own step', async () => {
    const table = createTextTable({ rows: { outputs: 2, inputs: 3, values: Int8Array.of(1, -2, 3, 4, 5, -6), inputsFirst: false, scales: Float32Array.of(0.5, 2) } })
    expect(await table([1, 0])).toEqual(Float32Array.of(8, 10, -12, 0.5, -1, 1.5))
  })
})
