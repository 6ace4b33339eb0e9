import { describe, expect, it } from 'vitest'
import { bundleContext, engineCall, type BundleFiles } from '#fixtures/bundle-context'
import { largestDifference } from '#fixtures/compare-numbers'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { rows, values } from '#fixtures/official-vectors'
import { pocketBundle } from '#fixtures/pocket-bundle'
import { tinySizes } from '#fixtures/pocket-sizes'
import { checkpointTensors, ruleCheckpoint, ruleCheckpointFile } from '#fixtures/rule-checkpoint'
import { readSafetensors, writeSafetensors } from '#fixtures/safetensors'
import { tinyTokenizer } from '#fixtures/tiny-tokenizer'
import { compileGraphs, planDecoder, planEncoder, planSpeech, type PlannedGraph } from '../../../compiler/parts'
import { sourceTensors } from '../../../compiler/source-tensors'
import { decoderOf, encoderOf, type PocketSizes } from '../../../formats/checkpoint/pocket-sizes'
import { createStageClock } from '../../stage-clock'
import type { DecoderStream } from './codec/block-decoder'
import { createDecoderFront } from './codec/decoder-front'
import { openDecoder, openDecoderApart } from './codec/decoder-opening'
import { openPromptEncoder } from './codec/encoding'
import type { SpeechModel, SpeechRun } from './language-model/speech-model'
import { openSpeech } from './language-model/speech-opening'
import { openPocketModel } from './pocket-model'
import { openPocketSource } from './pocket-reader'
import type { PocketPart } from './pocket-source'
import { createTextTable } from './text/text-table'

// A checkpoint beside graphs of the same (random) weights. What the official code makes of it: family.test.ts.

const timings = createStageClock()

const joined = (parts: readonly Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]))

async function afterText(speech: SpeechModel): Promise<SpeechRun> {
  const listener = speech.start(null, 19)
  await listener.prefill(values('c.voice_prefix'))
  const run = speech.start(await listener.voiceState(), 37)
  await run.prefill(values('a.text_embeddings'))
  return run
}

/** Latents of six frames, each made from the official one before it. */
async function sixLatents(speech: SpeechModel): Promise<readonly Float32Array[]> {
  const run = await afterText(speech)
  const latents: Float32Array[] = []
  let previous: Float32Array = new Float32Array(32).fill(NaN)
  for (const [i, noise] of rows('c.noise', 32).entries()) {
    latents.push(await (await run.next(previous, { noise, steps: 1 }, timings)).latent())
    previous = rows('c.latent', 32)[i]!
  }
  return latents
}

async function decoded(startDecoder: () => DecoderStream, blocks: readonly number[]): Promise<Float32Array> {
  const stream = startDecoder()
  const audio: Float32Array[] = []
  let frame = 0
  for (const frames of blocks) {
    audio.push(await stream.decode(values('e.latents').slice(frame * 32, (frame + frames) * 32)))
    frame += frames
  }
  return joined(audio)
}

const CONFIG = '{"flow_lm": {"transformer": {"num_heads": 4}}, "mimi": {"transformer": {"num_heads": 2}}, "replace_characters": {"‘": "\'", "’": "\'"}}'
/** Checkpoints are run with this GELU, whatever their graphs were exported with. */
const sizes: PocketSizes = { ...tinySizes, gelu: 'tanh' }
const weights = ruleCheckpointFile(sizes)

const checkpointFiles = (changes: Record<string, string | Uint8Array | null> = {}): BundleFiles => {
  const files: Record<string, string | Uint8Array | null> = { 'model.safetensors': weights, 'tokenizer.model': tinyTokenizer(), 'config.json': CONFIG, ...changes }
  return new Map(Object.entries(files).flatMap(([path, content]) => (content === null ? [] : [[path, Buffer.from(content)] as const])))
}

/** The small checkpoint with one of its tensors changed, or left out. */
function weightsWith(name: string, changed: { readonly shape: readonly number[]; readonly bytes: Uint8Array } | null): Uint8Array {
  const tensors = readSafetensors(weights)
  if (changed === null) tensors.delete(name)
  else tensors.set(name, { dtype: 'F32', ...changed })
  return writeSafetensors(tensors, {})
}

/** What every part makes of the official inputs. */
async function computed(files: BundleFiles) {
  // Whether the kernels are right is not what is asked here.
  const verdicts = { read: () => Promise.resolve(true), write: () => Promise.resolve() }
  const context = { ...bundleContext(files), loadKernels: loadNodeKernels, verdicts }
  const source = await openPocketSource(context.files)
  const embed = createTextTable((await source.readTextTable()) ?? expect.fail('no table'))
  const speech = await openSpeech(context, source, embed)
  const decoder = await openDecoder(context, source)
  const encoder = await openPromptEncoder(context, source, engineCall())
  expect([speech.form, decoder.form, encoder.form]).toEqual(['on kernels', 'on kernels', 'on kernels'])
  return {
    configuration: source.configuration,
    voiceStart: await source.readVoiceStart(),
    embeddings: await embed([0, 5, 63]),
    latents: joined(await sixLatents(speech.value)),
    sound: await decoded(decoder.value, [1, 4, 19]),
    voice: await encoder.value.encode(values('b2.audio'), engineCall()),
  }
}

describe('a checkpoint that cannot be read', () => {
  const last = checkpointTensors(tinySizes).at(-1)!
  it.each<[string, string, string, Record<string, string | Uint8Array | null>]>([
    ['a tensor is missing', 'model-mismatch', 'flow_lm.emb_std', { 'model.safetensors': weightsWith('flow_lm.emb_std', null) }],
    ['a tensor has another shape', 'model-mismatch', 'flow_lm.out_eos.bias', { 'model.safetensors': weightsWith('flow_lm.out_eos.bias', { shape: [2], bytes: new Uint8Array(8) }) }],
    ['it is cut off', 'model-invalid', last.name, { 'model.safetensors': weights.slice(0, -1) }],
    ['it is something else', 'model-invalid', '.safetensors', { 'model.safetensors': '<!doctype html><title>Not found</title>' }],
    ['its configuration is none', 'model-invalid', 'line 1', { 'config.json': '<!doctype html>' }],
    ['nothing says how many heads there are', 'model-mismatch', 'heads', { 'model.safetensors': ruleCheckpointFile({ ...tinySizes, lm: { ...tinySizes.lm, headWidth: 12 } }), 'config.json': null }],
    ['it lacks the row that its configuration announces', 'model-mismatch', 'bos_before_voice', {
      'model.safetensors': weightsWith('flow_lm.bos_before_voice', null), 'config.json': '{"flow_lm": {"insert_bos_before_voice": true, "transformer": {"num_heads": 4}}, "mimi": {"transformer": {"num_heads": 2}}}',
    }],
    ['there is no tokenizer', 'model-missing', 'tokenizer.model', { 'tokenizer.model': null }],
  ])('says why: %s', async (_, code, words, changes) => {
    const opening = openPocketModel({ ...bundleContext(checkpointFiles(changes)), loadKernels: loadNodeKernels })
    await expect(opening).rejects.toMatchObject({ code, detail: expect.stringContaining(words) as string })
  })

  it('says that there is nothing else to run it where there are no kernels', async () => {
    await expect(openPocketModel(bundleContext(checkpointFiles()))).rejects.toMatchObject({ code: 'model-missing', detail: expect.stringContaining('kernels') as string })
  })
})

describe('a pack of an earlier version of the app', () => {
  it.each<[string, Record<string, string>]>([
    ['a bundle that it compiled', { 'bundle.json': '{"schema_version": 2, "format": "myna-pocket-1"}' }],
    ['a model in one graph', { 'manifest.json': '{}', 'model.onnx': 'x' }],
  ])('is refused as outdated: %s', async (_, files) => {
    const context = bundleContext(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])))
    await expect(openPocketSource(context.files)).rejects.toMatchObject({ code: 'model-outdated' })
  })
})

describe('a checkpoint', () => {
  it('gives halves of the codec, of which the same sound is made, and holds on to none of what it read', async () => {
    const context = { ...bundleContext(checkpointFiles()), loadKernels: loadNodeKernels }
    const source = await openPocketSource(context.files)
    const sizes = source.configuration.codec?.decoder ?? expect.fail('no codec')
    const [first, second] = [await source.read('codec-decoder', 'transformer'), await source.read('codec-decoder', 'convolutions')]
    expect(first.weights().shapeOf('mimi.decoder.model.0.conv.weight')).toBeUndefined()
    expect(second.weights().shapeOf('mimi.upsample.convtr.convtr.weight')).toBeUndefined()
    const front = createDecoderFront(await loadNodeKernels(), first.weights(), sizes)()
    const { value: startBack, takesRows } = await openDecoderApart(context, source)
    first.drop()
    const back = startBack()
    const whole = (await openDecoder(context, source)).value()
    expect(takesRows).toBe(true)
    for (const frames of [1, 3]) {
      const latents = values('e.latents').slice(0, frames * 32)
      expect(largestDifference(await back.decode(front(latents)), await whole.decode(latents))).toBe(0)
    }
  })

  it('gives to the last bit what graphs of the same weights give', async () => {
    const { configuration, ...numbers } = await computed(checkpointFiles())
    const published = await computed(new Map(pocketBundle(sizes, { int8: false }, { flow_type: 'lsd' })))
    expect(configuration).toEqual(published.configuration)
    for (const part of ['voiceStart', 'embeddings', 'latents', 'sound', 'voice'] as const) {
      expect(largestDifference(numbers[part], published[part]), part).toBe(0)
    }
  })

  it('holds in each part all that its graphs for a GPU are compiled from', async () => {
    const source = await openPocketSource(bundleContext(checkpointFiles()).files)
    const shape = { capacity: 8, prefillRows: 2 }
    const of = async (part: PocketPart) => sourceTensors((await source.read(part)).weights())
    const compile = (graphs: readonly PlannedGraph[]) => compileGraphs(graphs, { yieldPoint: () => Promise.resolve(), onProgress: () => undefined })
    const rule = ruleCheckpoint(sizes)
    for (const [compiled, expected] of [
      [planSpeech(await of('language-model'), sizes, 'fp16', shape), planSpeech(rule, sizes, 'fp16', shape)],
      [planDecoder(await of('codec-decoder'), decoderOf(sizes), [1]), planDecoder(rule, decoderOf(sizes), [1])],
      [planEncoder(await of('codec-encoder'), encoderOf(sizes), 2), planEncoder(rule, encoderOf(sizes), 2)],
    ] as const) {
      const [actual, ruled] = [await compile(compiled), await compile(expected)]
      for (const [path, bytes] of ruled) expect(Buffer.compare(new Uint8Array(actual.get(path)!), new Uint8Array(bytes)), path).toBe(0)
    }
  })

  it('needs no row before a voice', async () => {
    const source = await openPocketSource(bundleContext(checkpointFiles({ 'model.safetensors': weightsWith('flow_lm.bos_before_voice', null) })).files)
    expect(await source.readVoiceStart()).toHaveLength(0)
  })

  it('takes from its configuration what weights do not tell', async () => {
    const config = '{"flow_lm": {"insert_bos_before_voice": false, "transformer": {"num_heads": 2}}, "mimi": {"sample_rate": 48000, "transformer": {"num_heads": 4}}, "remove_semicolons": true, "model_recommended_frames_after_eos": 3}'
    const source = await openPocketSource(bundleContext(checkpointFiles({ 'config.json': config })).files)
    expect(source.configuration).toMatchObject({
      sampleRate: 48_000, frameRate: 25, removeSemicolons: true, framesAfterEnd: 3,
      languageModel: { headWidth: 32, kind: 'lsd' }, codec: { encoder: { layers: 2, heads: 4, context: 250 }, decoder: { layers: 2, heads: 4, context: 250 } },
    })
    expect(await source.readVoiceStart()).toHaveLength(0)
  })
})
