import { MynaError } from '../../src/shared/protocol/errors'
import { COMPILED_FORMAT, type CompileTarget } from '../formats/compiled-bundle'
import { encodeNumpy } from '../formats/numpy-file'
import { leanNames } from '../formats/step-names'
import type { Checkpoint } from './checkpoint'
import { checkpointSizes } from './checkpoint-sizes'
import { decoderGraph, type DecoderState } from './decoder-graph'
import { encoderGraph } from './encoder-graph'
import type { BuiltGraph, Product } from './graph-builder'
import { graphFile, tensorsOf, type PlannedFile } from './graph-file'
import type { ModelConfig } from './model-config'
import { samplesPerFrame, type PocketSizes } from './pocket-sizes'
import { inside, int8Product, packedProduct, plainProduct } from './products'
import { stepGraph } from './step-graph'
import { textGraph } from './text-graph'

/** What a bundle is made from. */
export interface BundleSource {
  readonly checkpoint: Checkpoint
  /** SentencePiece model, copied as it is. */
  readonly tokenizer: Uint8Array
  readonly config: ModelConfig
  readonly target: CompileTarget
  /** Goes into bundle.json: the model's own name for itself, and a language such as `en`. */
  readonly name: string
  readonly language: string
}

/** Most positions of one run, as in the published bundles; the graphs themselves have no limit. */
const POSITIONS = 1000
/** Kyutai's limit of tokens that are spoken at once (kyutai-labs/pocket-tts, MAX_TOKEN_PER_CHUNK). */
const TOKENS_PER_CHUNK = 50
const SAMPLE_RATE = 24_000
const START_OF_VOICE = 'flow_lm.bos_before_voice'

interface Numbers {
  readonly speech: Product
  readonly codec: Product
  /** The text's table is stored in 8 bits. */
  readonly packed: boolean
}

/** How products are computed. The codec's sound suffers from 8-bit activations: there only weights are stored so. */
const numbers: Readonly<Record<CompileTarget, Numbers>> = {
  fp32: { speech: plainProduct, codec: plainProduct, packed: false },
  'wasm-int8': { speech: inside(int8Product), codec: packedProduct, packed: true },
}

/**
 * All files of a bundle, of which none is made yet. That the checkpoint holds every tensor in its right shape is checked
 * now. Errors: `model-mismatch`.
 */
export async function planBundle(source: BundleSource): Promise<readonly PlannedFile[]> {
  const { checkpoint, config, target, tokenizer } = source
  const sizes = checkpointSizes(checkpoint, config)
  const { speech, codec, packed } = numbers[target]
  const decoder = decoderGraph(sizes, codec)
  const inFile = (path: string, graph: BuiltGraph) => {
    for (const { name, shape } of tensorsOf(graph)) requireShape(checkpoint, name, shape)
    return graphFile(path, graph, checkpoint)
  }
  const graphs = [
    inFile('text_conditioner.onnx', textGraph(sizes, { packed })),
    inFile('flow_lm_step.onnx', stepGraph(sizes, speech)),
    inFile('mimi_decoder.onnx', decoder.graph),
    inFile('mimi_encoder.onnx', encoderGraph(sizes, codec)),
  ]
  const start = await startOfVoice(source, sizes)
  return [
    inMemory('bundle.json', new TextEncoder().encode(bundleJson(source, sizes, decoder.states, graphs.map(({ path }) => path)))),
    inMemory('tokenizer.model', tokenizer),
    inMemory('bos_before_voice.npy', start),
    ...graphs,
  ]
}

function requireShape(checkpoint: Checkpoint, name: string, expected: readonly number[]): void {
  const shape = checkpoint.shapeOf(name)
  if (shape === undefined) throw new MynaError('model-mismatch', `the checkpoint has no tensor ${name}`)
  if (shape.join() !== expected.join()) {
    throw new MynaError('model-mismatch', `${name} is [${shape.join(', ')}], [${expected.join(', ')}] was expected`)
  }
}

/** Models that were trained without a row before a voice have none: then the file holds zeros, and the bundle says so. */
async function startOfVoice({ checkpoint, config }: BundleSource, { lm }: PocketSizes): Promise<Uint8Array> {
  const shape = [1, 1, lm.width]
  const values = insertsStart(checkpoint, config) ? await checkpoint.read(START_OF_VOICE, shape) : new Float32Array(lm.width)
  return encodeNumpy(values, shape)
}

function insertsStart(checkpoint: Checkpoint, config: ModelConfig): boolean {
  return config.flow_lm?.insert_bos_before_voice ?? checkpoint.shapeOf(START_OF_VOICE) !== undefined
}

function bundleJson({ checkpoint, config, target, name, language }: BundleSource, sizes: PocketSizes, states: readonly DecoderState[], graphs: readonly string[]): string {
  const sampleRate = config.mimi?.sample_rate ?? SAMPLE_RATE
  const bundle = {
    schema_version: 2,
    format: COMPILED_FORMAT,
    target,
    graphs,
    bundle_name: name,
    language,
    sample_rate: sampleRate,
    frame_rate: sampleRate / samplesPerFrame(sizes),
    samples_per_frame: samplesPerFrame(sizes),
    latent_dim: sizes.latent,
    conditioning_dim: sizes.lm.width,
    insert_bos_before_voice: insertsStart(checkpoint, config),
    pad_with_spaces_for_short_inputs: false,
    remove_semicolons: config.remove_semicolons ?? false,
    model_recommended_frames_after_eos: config.model_recommended_frames_after_eos ?? null,
    max_token_per_chunk: TOKENS_PER_CHUNK,
    tokenizer_file: 'tokenizer.model',
    bos_before_voice_file: 'bos_before_voice.npy',
    predefined_voices: [],
    flow_lm_state_manifest: cacheEntries(sizes),
    mimi_state_manifest: states,
  }
  return `${JSON.stringify(bundle, null, 1)}\n`
}

/** One entry per layer. The host keeps the caches itself and needs to know of them only how wide they are. */
function cacheEntries({ lm }: PocketSizes) {
  return Array.from({ length: lm.layers }, (_, layer) => {
    const module = `transformer.layers.${layer}.self_attn`
    return {
      index: layer, module, key: 'cache', path: `${module}/cache`, dtype: 'float32', shape: [2, 1, POSITIONS, lm.heads, lm.width / lm.heads],
      fill: 'zeros', input_name: leanNames.keys(layer), output_name: leanNames.newKeys(layer),
    }
  })
}

function inMemory(path: string, bytes: Uint8Array): PlannedFile {
  return {
    path,
    sizeBytes: bytes.length,
    async *parts() {
      yield await Promise.resolve(bytes)
    },
  }
}
