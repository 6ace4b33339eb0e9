import { MynaError } from '../../../src/shared/protocol/errors'
import { loadKernels } from '../../../workers/kernels/kernel-loader'
import { parseBundle, type PocketBundle } from '../../../workers/inference/engines/pocket/published/bundle'
import { openPublishedEncoder } from '../../../workers/inference/engines/pocket/codec/encoding'
import { openKernelDecoder, openKernelEncoder } from '../../../workers/inference/engines/pocket/kernel/codec-graphs'
import { openKernelSpeech } from '../../../workers/inference/engines/pocket/kernel/open-kernel-speech'
import { openCompiledSpeech } from '../../../workers/inference/engines/pocket/on-gpu/flow-cut'
import { rewriteDecoder } from '../../../workers/inference/engines/pocket/lean/decoder-rewrite'
import { openLeanDecoder, openLeanSpeech } from '../../../workers/inference/engines/pocket/lean/lean-graphs'
import { rewriteLanguageModel } from '../../../workers/inference/engines/pocket/lean/lm-rewrite'
import { openGraph, readGraph, type GraphContext } from '../../../workers/inference/engines/pocket/published/graphs'
import { openPublishedDecoder, openPublishedSpeech } from '../../../workers/inference/engines/pocket/published-graphs'
import { offerGpu } from '../../../workers/runtime/gpu-runtime'
import { startRuntime } from '../../../workers/runtime/ort-runtime'
import { createRunQueue } from '../../../workers/runtime/run-queue'
import { createSessionFactory, type CreateSession } from '../../../workers/runtime/session'
import { runOfficialStages, type ParityRequest, type Stages, type Vectors } from './official-stages'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<ParityRequest>) => {
  answer(data).then(
    (result) => { self.postMessage({ result }) },
    (thrown: unknown) => { self.postMessage({ error: String(thrown) }) },
  )
}

async function answer({ bundleUrl, files, way, on, inputs }: ParityRequest): Promise<Vectors> {
  const read = async (path: string) => {
    const response = await fetch(bundleUrl + path)
    if (!response.ok) throw new MynaError('model-missing', path)
    return response.arrayBuffer()
  }
  const context = { files: { read, has: (path: string) => files.includes(path) }, createSession: await sessionsOn(on) }
  const bundle = parseBundle(await read('bundle.json'))
  return runOfficialStages(await open[way](context, bundle), inputs)
}

async function sessionsOn(processor: ParityRequest['on']): Promise<CreateSession> {
  const { ort, version } = await startRuntime({ threads: 1 })
  if (processor === 'wasm') return createSessionFactory(ort, createRunQueue(), 'wasm')
  const gpu = await offerGpu('webgpu', version, { read: () => Promise.resolve(null), write: () => Promise.resolve() })
  if (gpu === null) throw new MynaError('execution-provider-unsupported', 'no adapter')
  return gpu.createSession
}

const open: Readonly<Record<ParityRequest['way'], (context: GraphContext, bundle: PocketBundle) => Promise<Stages>>> = {
  async published(context, bundle) {
    const text = await openGraph(context, 'text_conditioner', bundle)
    const files = { main: await readGraph(context, 'flow_lm_main'), flow: await readGraph(context, 'flow_lm_flow') }
    return {
      speech: (await openPublishedSpeech(context, bundle, text, files)).value,
      startDecoder: (await openPublishedDecoder(context, bundle, await readGraph(context, 'mimi_decoder'))).value,
      encoder: (await openPublishedEncoder(context, bundle, await readGraph(context, 'mimi_encoder'))).value,
    }
  },

  async rewritten(context, bundle) {
    const text = await openGraph(context, 'text_conditioner', bundle)
    const [main, flow, codec] = [await readGraph(context, 'flow_lm_main'), await readGraph(context, 'flow_lm_flow'), await readGraph(context, 'mimi_decoder')]
    const speech = rewriteLanguageModel(new Uint8Array(main), new Uint8Array(flow), bundle)
    const decoder = rewriteDecoder(new Uint8Array(codec), bundle.mimi_state_manifest)
    if (speech === null || decoder === null) throw new MynaError('model-mismatch', 'the graphs are not the known ones')
    return {
      speech: (await openLeanSpeech(context, bundle, text, speech)).value,
      startDecoder: (await openLeanDecoder(context, bundle, decoder)).value,
      encoder: (await openPublishedEncoder(context, bundle, await readGraph(context, 'mimi_encoder'))).value,
    }
  },

  async kernels(context, bundle) {
    const text = await openGraph(context, 'text_conditioner', bundle)
    const files = [await readGraph(context, 'flow_lm_main'), await readGraph(context, 'flow_lm_flow')]
    return {
      speech: (await openKernelSpeech(loadKernels, bundle, text, files)).value,
      startDecoder: (await openKernelDecoder(loadKernels, bundle, await readGraph(context, 'mimi_decoder'))).value,
      encoder: (await openKernelEncoder(loadKernels, bundle, await readGraph(context, 'mimi_encoder'))).value,
    }
  },

  async compiled(context, bundle) {
    const text = await openGraph(context, 'text_conditioner', bundle)
    return {
      speech: (await openCompiledSpeech(context, bundle, text, await readGraph(context, 'flow_lm_step'))).value,
      startDecoder: (await openPublishedDecoder(context, bundle, await readGraph(context, 'mimi_decoder'))).value,
      encoder: (await openPublishedEncoder(context, bundle, await readGraph(context, 'mimi_encoder'))).value,
    }
  },
}
