import { MynaError } from '../../../../../src/shared/protocol/errors'
import { readNumpyFile } from '../../../../formats/numpy-file'
import type { EngineFiles } from '../../voice-engine'
import { speakingRules, type SpeakingRules } from '../../../../formats/checkpoint/model-config'
import type { FlowKind } from '../../../../formats/checkpoint/pocket-sizes'
import type { PocketConfiguration, TransformerSizes } from '../configuration'
import type { PocketSource } from '../pocket-source'
import { officialRules, speakingTraits } from '../text/speaking-rules'
import { parseBundle, type PocketBundle } from './bundle'
import { readGraph, type GraphName } from './graphs'
import { cacheEntries, declaredCapacity } from './lm-state'
import { readTextTable } from './text-conditioner'
import { openPublishedWeights } from './weights'

/** Opens a bundle of graphs (KevinAHM/pocket-tts-onnx). Errors: `model-missing`, `model-invalid`, `model-outdated`. */
export async function openBundle(files: EngineFiles): Promise<PocketSource> {
  const bundle = parseBundle(await files.read('bundle.json'))
  const configuration = configurationOf(bundle)
  const partOf = async (names: readonly GraphName[], matrices: readonly string[] = []) => {
    const graphs: ArrayBuffer[] = []
    for (const name of names) graphs.push(await readGraph(files, name))
    return {
      graphs,
      weights: () => openPublishedWeights(graphs.map((graph) => new Uint8Array(graph)), matrices),
      drop: () => { graphs.splice(0).forEach(empty) },
    }
  }
  return {
    configuration,
    bundle,
    readTokenizer: () => files.read(bundle.tokenizer_file),
    async readVoiceStart() {
      if (!bundle.insert_bos_before_voice) return new Float32Array(0)
      const { shape, values } = readNumpyFile(await files.read(bundle.bos_before_voice_file))
      if (values.length === configuration.width) return values
      throw new MynaError('model-mismatch', `${bundle.bos_before_voice_file} has shape [${shape.join(', ')}]`)
    },
    async readTextTable() {
      const graph = await readGraph(files, 'text_conditioner')
      const rows = readTextTable(new Uint8Array(graph), configuration.width)
      empty(graph)
      return rows && { rows }
    },
    read(part) {
      switch (part) {
        case 'language-model':
          return partOf(['flow_lm_main', 'flow_lm_flow'])
        case 'codec-decoder':
          return partOf(['mimi_decoder'], transformerMatrices('decoder', configuration.codec?.decoder))
        case 'codec-encoder':
          return partOf(['mimi_encoder'], [...transformerMatrices('encoder', configuration.codec?.encoder), 'flow_lm.speaker_proj_weight'])
      }
    },
  }
}

/** Takes a file's memory from under all views of it: a single one that somebody still held would keep the whole. */
function empty(file: ArrayBuffer): void {
  structuredClone(file, { transfer: [file] })
}

/** Matrices of one of the codec's transformers in the order in which they are multiplied by: in its graphs they have no names. */
function transformerMatrices(part: 'encoder' | 'decoder', sizes: TransformerSizes | undefined): readonly string[] {
  return Array.from({ length: sizes?.layers ?? 0 }, (_, layer) =>
    ['self_attn.in_proj', 'self_attn.out_proj', 'linear1', 'linear2'].map((name) => `mimi.${part}_transformer.transformer.layers.${layer}.${name}`)).flat()
}

function configurationOf(bundle: PocketBundle): PocketConfiguration {
  const [encoder, decoder] = [codecTransformer(bundle, 'encoder'), codecTransformer(bundle, 'decoder')]
  return {
    sampleRate: bundle.sample_rate,
    frameRate: bundle.frame_rate,
    samplesPerFrame: bundle.samples_per_frame,
    latentDim: bundle.latent_dim,
    width: bundle.conditioning_dim,
    maxPositions: declaredCapacity(bundle.flow_lm_state_manifest),
    languageModel: languageModelSizes(bundle),
    codec: encoder && decoder && { encoder, decoder },
    ...speakingTraits({ ...officialRules(bundle.bundle_name, bundle.language), ...saidIn(bundle) }),
    maxTokensPerChunk: bundle.max_token_per_chunk,
  }
}

/** The rules that a bundle says itself. */
function saidIn(bundle: PocketBundle): SpeakingRules {
  const names = Object.keys(speakingRules) as (keyof SpeakingRules)[]
  return Object.fromEntries(names.flatMap((name) => (bundle[name] === undefined || bundle[name] === null ? [] : [[name, bundle[name]]])))
}

/** Read off the caches that the bundle declares, each [2, 1, positions, key heads, width]. */
function languageModelSizes(bundle: PocketBundle): PocketConfiguration['languageModel'] {
  const caches = cacheEntries(bundle.flow_lm_state_manifest)
  const headWidth = caches[0]?.shape[4]
  const layers = caches.map(({ module }) => Number(/\.layers\.(\d+)\./.exec(module)?.[1]))
  const isWhole = layers.toSorted((a, b) => a - b).every((layer, i) => layer === i)
  return isWhole && headWidth ? { headWidth, kind: flowKindOf(bundle), layers } : null
}

/** Of the small models published so far the smallest adds its flow's output to the noise, the others take it for the sample. */
function flowKindOf({ flow_type: said, bundle_name: name, language }: PocketBundle): FlowKind | undefined {
  if (said !== undefined) return said
  const words = `${name} ${language}`
  if (/english_2m\b|english_2m_/.test(words)) return 'pointwise'
  return /english_\d+m\b|english_\d+m_|drifting/.test(words) ? 'drifting' : undefined
}

/** Positions that the codec's attention sees: of the large models, and of the decoders of the small ones, which are narrower than their encoders. */
const CONTEXT = { wide: 250, narrow: 50 } as const

/** The same for the codec, whose caches are [2, 1, heads, positions, width]. */
function codecTransformer({ mimi_state_manifest: manifest }: PocketBundle, part: 'encoder' | 'decoder'): TransformerSizes | null {
  const caches = manifest.filter(({ module, key }) => module.startsWith(`${part}_transformer.`) && key === 'cache')
  const heads = caches[0]?.shape[2]
  return heads ? { layers: caches.length, heads, context: part === 'decoder' && widthOf(manifest, 'decoder') < widthOf(manifest, 'encoder') ? CONTEXT.narrow : CONTEXT.wide } : null
}

function widthOf(manifest: PocketBundle['mimi_state_manifest'], part: 'encoder' | 'decoder'): number {
  const [, , heads = 0, , width = 0] = manifest.find(({ module, key }) => module.startsWith(`${part}_transformer.`) && key === 'cache')?.shape ?? []
  return heads * width
}
