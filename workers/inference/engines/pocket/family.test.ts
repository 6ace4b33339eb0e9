import { describe, expect, it } from 'vitest'
import { bundleContext, createNodeSession, engineCall, type BundleFiles } from '#fixtures/bundle-context'
import { signalToNoise } from '#fixtures/compare-numbers'
import { floatProducts } from '#fixtures/float-products'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { checkpointOf, FAMILY_IDS, familyConfig, familyInputs, familyNames, familyTensors, familyVectors, familyWithSound, officialConfigurations, type FamilyName } from '#fixtures/pocket-family'
import { pocketBundle } from '#fixtures/pocket-bundle'
import { tinyTokenizer } from '#fixtures/tiny-tokenizer'
import { planDecoder, planEncoder, planSpeech } from '../../../compiler/parts'
import { sourceTensors } from '../../../compiler/source-tensors'
import { checkpointSizes, decoderSizes, encoderSizes, speechSizes } from '../../../formats/checkpoint/checkpoint-sizes'
import { decoderTensors, encoderTensors, languageModelTensors, textTensors, voiceStart } from '../../../formats/checkpoint/checkpoint-tensors'
import { parseModelConfig } from '../../../formats/checkpoint/model-config'
import { decoderOf, encoderOf } from '../../../formats/checkpoint/pocket-sizes'
import { residentInMemory } from '../../../runtime/resident-in-memory'
import { createStageClock } from '../../stage-clock'
import { readOrCompile } from '../on-gpu/compiled-graphs'
import type { DecoderStream } from './codec/block-decoder'
import { floatProducts as floatCodec, wideProducts } from './codec/codec-products'
import { createKernelDecoder } from './codec/kernel-decoder'
import { openKernelEncoder } from './codec/encoding'
import { createKernelSpeechModel } from './language-model/kernel-speech-model'
import type { SpeechModel } from './language-model/speech-model'
import { DECODER_LENGTHS, openGpuDecoder } from './on-gpu/decoder'
import { ENCODER_FRAMES, openGpuEncoder } from './on-gpu/encoder'
import { openGpuSpeech } from './on-gpu/speech'
import { openPocketModel } from './pocket-model'
import { openPocketSource } from './pocket-reader'
import type { PocketSource } from './pocket-source'
import { createTextTable } from './text/text-table'

// Every kind of part that the official code (pocket-tts 4.0.1) has, with random weights, against its own numbers.

/** dB. What the kernels compute in float32 differs from the official code by the order of summation only. */
const EXACT = 90
/** dB. The codec's activations in 14 bits, weights in 12 to 16. Measured: 56 and more. */
const FINE = 50
/** Weights in 8 bits, activations in 13 to 15, each frame fed back. Measured: 24 dB for the smallest sizes, 30 to 45 for the others. */
const ROUNDED = 20

const timings = createStageClock()
const joined = (parts: readonly Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]))

function checkpointFiles(name: FamilyName): BundleFiles {
  const files = { 'model.safetensors': checkpointOf(familyTensors(name)), 'tokenizer.model': tinyTokenizer(), 'config.yaml': Buffer.from(familyConfig(name)) }
  return new Map(Object.entries(files))
}

/** The same model as a bundle of graphs. */
function bundleFiles(name: FamilyName): BundleFiles {
  const tensors = familyTensors(name)
  const sizes = checkpointSizes({ gelu: 'tanh', shapeOf: (tensor) => tensors.get(tensor) }, parseModelConfig(familyConfig(name)))
  return new Map(pocketBundle(sizes, { int8: false }, { flow_type: sizes.flow.kind }))
}

const openSource = (files: BundleFiles) => openPocketSource(bundleContext(files).files)

const embedder = async (source: PocketSource) => createTextTable((await source.readTextTable()) ?? expect.fail('no table'))

/** Latents and end logits of the frames that the official code was asked for, from its own voice rows on, each fed back. */
async function speak(model: SpeechModel, source: PocketSource, name: FamilyName) {
  const [start, conditioning, expected] = [await source.readVoiceStart(), familyVectors(`${name}.conditioning`), familyVectors(`${name}.latents`)]
  const rows = joined([start, conditioning])
  const listener = model.start(null, rows.length / source.configuration.width)
  await listener.prefill(rows)
  const voice = await listener.voiceState()
  const run = model.start(voice, voice.positions + FAMILY_IDS.length + expected.length / 32)
  await run.prefill(await model.embed(FAMILY_IDS))
  const latents: Float32Array[] = []
  const endLogits: number[] = []
  let previous: Float32Array = new Float32Array(32).fill(NaN)
  for (const noise of familyInputs.noise(expected.length / 32)) {
    const frame = await run.next(previous, { noise, steps: 1 }, timings)
    previous = Float32Array.from(await frame.latent())
    latents.push(previous)
    endLogits.push(frame.endLogit)
  }
  return { latents: joined(latents), endLogits: Float32Array.from(endLogits) }
}

async function expectSpeech(model: SpeechModel, source: PocketSource, name: FamilyName, least: number): Promise<void> {
  const { latents, endLogits } = await speak(model, source, name)
  expect(signalToNoise(latents, familyVectors(`${name}.latents`)), 'latents').toBeGreaterThan(least)
  expect(signalToNoise(endLogits, familyVectors(`${name}.endLogits`)), 'end').toBeGreaterThan(least)
}

async function expectSound(start: () => DecoderStream, name: FamilyName, least = EXACT): Promise<void> {
  const expected = familyVectors(`${name}.sound`)
  const latents = familyInputs.latents(expected.length / 1920)
  const stream = start()
  // Blocks of one, four and one frame.
  const blocks = [await stream.decode(latents.slice(0, 32)), await stream.decode(latents.slice(32, 160)), await stream.decode(latents.slice(160))]
  expect(signalToNoise(joined(blocks), expected)).toBeGreaterThan(least)
}

describe.each(familyNames)('a checkpoint: %s', (name) => {
  it('speaks on the kernels as the official code does, in float32 and, to its noise, in 8 bits', async () => {
    const source = await openSource(checkpointFiles(name))
    const { weights } = await source.read('language-model')
    const embed = await embedder(source)
    expect(signalToNoise(await embed(FAMILY_IDS), familyVectors(`${name}.embeddings`))).toBeGreaterThan(EXACT)
    const parts = { weights: weights(), configuration: source.configuration, embed }
    const kernels = await loadNodeKernels()
    await expectSpeech(createKernelSpeechModel({ ...parts, kernels, products: floatProducts(kernels) }), source, name, EXACT)
    await expectSpeech(createKernelSpeechModel({ ...parts, kernels: await loadNodeKernels() }), source, name, ROUNDED)
  })

  it('hears a voice on the kernels as the official code does, in float32 and, to its noise, in whole numbers', async () => {
    const source = await openSource(checkpointFiles(name))
    for (const [products, least] of [[floatCodec, EXACT], [wideProducts, FINE]] as const) {
      const encoder = await openKernelEncoder(loadNodeKernels, source.configuration, await source.read('codec-encoder'), { products })
      const rows = await encoder.value.encode(familyInputs.audio(), engineCall())
      expect(signalToNoise(rows, familyVectors(`${name}.conditioning`))).toBeGreaterThan(least)
    }
  })

  it('speaks in graphs for a GPU as the official code does', async () => {
    const source = await openSource(checkpointFiles(name))
    const languageModel = source.configuration.languageModel ?? expect.fail('no sizes')
    const weights = sourceTensors((await source.read('language-model')).weights())
    const sizes = { ...speechSizes(weights, languageModel), capacity: 64, prefillRows: 8 }
    const compiled = await readOrCompile({ packKey: `${name}@1`, gpu: {} }, { key: 'speech', label: 'language model', plan: () => Promise.resolve({ sizes, graphs: planSpeech(weights, sizes, 'fp32', sizes) }) })
    const on = { createSession: createNodeSession, openResident: residentInMemory(createNodeSession) }
    const model = await openGpuSpeech(on, compiled, { embed: await embedder(source), layers: languageModel.layers })
    await expectSpeech(model.value, source, name, EXACT)
    await model.release()
  })
})

describe.each(familyWithSound)('the codec of a checkpoint: %s', (name) => {
  it('sounds on the kernels as in the official code, in float32 and, to its noise, in whole numbers', async () => {
    const { configuration: { codec }, read } = await openSource(checkpointFiles(name))
    const { weights } = await read('codec-decoder')
    for (const [products, least] of [[floatCodec, EXACT], [wideProducts, FINE]] as const) {
      const kernels = await loadNodeKernels()
      await expectSound(createKernelDecoder(kernels, weights(), codec!.decoder, products(kernels)), name, least)
    }
  })

  it('hears and sounds in graphs for a GPU as in the official code', async () => {
    const { configuration: { codec }, read } = await openSource(checkpointFiles(name))
    const on = { createSession: createNodeSession, openResident: residentInMemory(createNodeSession) }
    const compile = <S>(key: string, plan: { sizes: S; graphs: ReturnType<typeof planDecoder> }) =>
      readOrCompile({ packKey: `${name}@1`, gpu: {} }, { key, label: key, plan: () => Promise.resolve(plan) })
    const tensors = sourceTensors((await read('codec-decoder')).weights())
    const sizes = decoderSizes(tensors, codec!.decoder)
    const decoder = await openGpuDecoder(on, await compile('decoder', { sizes, graphs: planDecoder(tensors, sizes, DECODER_LENGTHS) }))
    await expectSound(decoder.value, name)
    const heard = sourceTensors((await read('codec-encoder')).weights())
    const heardSizes = encoderSizes(heard, codec!.encoder)
    const encoder = await openGpuEncoder(on, await compile('encoder', { sizes: heardSizes, graphs: planEncoder(heard, heardSizes, ENCODER_FRAMES) }))
    expect(signalToNoise(await encoder.value.encode(familyInputs.audio(), engineCall()), familyVectors(`${name}.conditioning`))).toBeGreaterThan(EXACT)
    await decoder.release()
    await encoder.release()
  })
})

describe.each(['drifting', 'pointwise'] as const)('a bundle of graphs: %s', (name) => {
  it('is read to the same sizes as the checkpoint, and runs on kernels that its own graphs prove', async () => {
    const [bundle, checkpoint] = [await openSource(bundleFiles(name)), await openSource(checkpointFiles(name))]
    const { languageModel, codec, latentDim, width, samplesPerFrame } = bundle.configuration
    expect({ languageModel, codec, latentDim, width, samplesPerFrame }).toEqual({
      languageModel: checkpoint.configuration.languageModel, codec: checkpoint.configuration.codec,
      latentDim: checkpoint.configuration.latentDim, width: checkpoint.configuration.width, samplesPerFrame: checkpoint.configuration.samplesPerFrame,
    })
    const model = await openPocketModel({ ...bundleContext(bundleFiles(name)), loadKernels: loadNodeKernels })
    expect(model.graphs).toBe('language model on kernels, decoder on kernels')
    await model.release()
  })

  it('runs as published where there are no kernels', async () => {
    const model = await openPocketModel(bundleContext(bundleFiles(name)))
    expect(model.graphs).toBe('language model as published, decoder as published')
    await model.release()
  })
})

describe.each(officialConfigurations())('the official configuration %s', (_, config, tensors) => {
  it('is a model whose every tensor is known', () => {
    const shapes = { gelu: 'tanh', shapeOf: (name: string) => tensors.get(name) } as const
    const sizes = checkpointSizes(shapes, parseModelConfig(JSON.stringify(config)))
    const start = voiceStart(sizes)
    const known = [
      ...textTensors(sizes), ...(tensors.has(start.name) ? [start] : []), ...languageModelTensors(sizes), ...decoderTensors(decoderOf(sizes)), ...encoderTensors(encoderOf(sizes)),
    ]
    expect(Object.fromEntries(known.map(({ name, shape }) => [name, shape]))).toEqual(Object.fromEntries(tensors))
  })
})
