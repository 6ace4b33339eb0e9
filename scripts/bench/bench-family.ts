import { floatProducts } from '../fixtures/float-products'
import { signalToNoise } from '../fixtures/compare-numbers'
import { loadNodeKernels } from '../fixtures/node-kernels'
import { bundleContext, engineCall } from '../fixtures/bundle-context'
import { checkpointOf, FAMILY_IDS, familyInputs, officialConfigurations, readTrueVectors } from '../fixtures/pocket-family'
import { tinyTokenizer } from '../fixtures/tiny-tokenizer'
import { createStageClock } from '../../workers/inference/stage-clock'
import { openKernelEncoder } from '../../workers/inference/engines/pocket/codec/encoding'
import { createKernelDecoder } from '../../workers/inference/engines/pocket/codec/kernel-decoder'
import { createKernelSpeechModel } from '../../workers/inference/engines/pocket/language-model/kernel-speech-model'
import type { SpeechModel } from '../../workers/inference/engines/pocket/language-model/speech-model'
import { openPocketSource } from '../../workers/inference/engines/pocket/pocket-reader'
import type { PocketSource } from '../../workers/inference/engines/pocket/pocket-source'
import { createTextTable } from '../../workers/inference/engines/pocket/text/text-table'
import { median } from './bench-measure'

// The kernels alone, in this process and on one thread, with the true sizes of the published models and random weights: how long
// they take, and how near they come to the official code (training/pocket-reference).

const MODELS = [['100m', 'english_2026-10'], ['18m', 'english_18m_2026-10'], ['7m', 'english_7m_2026-10'], ['2m', 'english_2m_2026-10']] as const

/** Seconds of the prompt, frames of a block, and calls that are timed. */
const PROMPT_SECONDS = 10
const BLOCK_FRAMES = 4
const CALLS = 40
/** Positions of a voice and a text before the frames that are timed. */
const HEARD = 160

/** A line for each figure of each model. */
export async function* benchFamily(): AsyncGenerator<string> {
  const configurations = new Map(officialConfigurations().map(([name, config, tensors]) => [name, { config, tensors }]))
  for (const [size, name] of MODELS) {
    const { config, tensors } = configurations.get(name) ?? { config: {}, tensors: new Map<string, readonly number[]>() }
    const files = { 'model.safetensors': checkpointOf(tensors), 'tokenizer.model': tinyTokenizer(), 'config.json': Buffer.from(JSON.stringify(config)) }
    const source = await openPocketSource(bundleContext(new Map(Object.entries(files))).files)
    const figures = { ...(await likeness(source, size)), ...(await times(source)) }
    for (const [figure, value] of Object.entries(figures)) yield `| ${`${size}: ${figure}`.padEnd(56)} | ${value.padStart(28)} |`
  }
}

const joined = (parts: readonly Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]))
const decibels = (actual: Float32Array, expected: Float32Array) => `${signalToNoise(actual, expected).toFixed(1)} dB`

async function speechOf(source: PocketSource, rounded: boolean): Promise<SpeechModel> {
  const table = await source.readTextTable()
  if (table === null) throw new Error('There is no text table.')
  const kernels = await loadNodeKernels('relaxed')
  const { weights } = await source.read('language-model')
  const parts = { kernels, weights: weights(), configuration: source.configuration, embed: createTextTable(table) }
  return createKernelSpeechModel(rounded ? parts : { ...parts, products: floatProducts(kernels) })
}

async function decoderOf(source: PocketSource) {
  const { codec } = source.configuration
  if (codec === null) throw new Error('There is no codec.')
  return createKernelDecoder(await loadNodeKernels('relaxed'), (await source.read('codec-decoder')).weights(), codec.decoder)
}

const encoderOf = async (source: PocketSource) => (await openKernelEncoder(() => loadNodeKernels('relaxed'), source.configuration, await source.read('codec-encoder'))).value

/** Distance to the official code's numbers. */
async function likeness(source: PocketSource, size: string): Promise<Record<string, string>> {
  const vectors = readTrueVectors()
  const expected = (what: string) => vectors(`${size}.${what}`)
  const latents = async (rounded: boolean) => {
    const model = await speechOf(source, rounded)
    const rows = joined([await source.readVoiceStart(), expected('conditioning')])
    const run = model.start(null, 100)
    await run.prefill(rows)
    await run.prefill(await model.embed(FAMILY_IDS))
    const made: Float32Array[] = []
    for (const noise of familyInputs.noise(expected('latents').length / 32)) {
      made.push(await (await run.next(made.at(-1) ?? new Float32Array(32).fill(NaN), { noise, steps: 1 }, createStageClock())).latent())
    }
    return joined(made)
  }
  const stream = (await decoderOf(source))()
  return {
    'voice': decibels(await (await encoderOf(source)).encode(familyInputs.audio(), engineCall()), expected('conditioning')),
    'latents in float32': decibels(await latents(false), expected('latents')),
    'latents in 8 bits': decibels(await latents(true), expected('latents')),
    'sound': decibels(await stream.decode(familyInputs.latents(expected('sound').length / 1920)), expected('sound')),
  }
}

async function timed(count: number, act: () => Promise<unknown>): Promise<number> {
  const found: number[] = []
  for (let call = 0; call < count; call++) {
    const startedAt = performance.now()
    await act()
    found.push(performance.now() - startedAt)
  }
  return median(found)
}

async function times(source: PocketSource): Promise<Record<string, string>> {
  const model = await speechOf(source, true)
  const run = model.start(null, HEARD + CALLS + 10)
  await run.prefill(new Float32Array(HEARD * source.configuration.width).fill(0.1))
  const noise = new Float32Array(32).fill(0.5)
  const frame = await timed(CALLS, async () => (await run.next(noise, { noise, steps: 1 }, createStageClock())).latent())
  const stream = (await decoderOf(source))()
  const block = await timed(CALLS / 2, () => stream.decode(new Float32Array(32 * BLOCK_FRAMES).fill(0.3)))
  const encoder = await encoderOf(source)
  const prompt = familyInputs.audio()
  const long = Float32Array.from({ length: PROMPT_SECONDS * 24_000 }, (_, i) => prompt[i % prompt.length] ?? 0)
  const heard = await timed(2, () => encoder.encode(long, engineCall()))
  const decoding = block / BLOCK_FRAMES
  return {
    'language model and flow, a frame': `${frame.toFixed(2)} ms`,
    'decoder, a frame': `${decoding.toFixed(2)} ms`,
    [`voice of ${PROMPT_SECONDS} s`]: `${heard.toFixed(0)} ms`,
    'sound made per second of time': (80 / (frame + decoding)).toFixed(1),
  }
}
