import * as Comlink from 'comlink'
import type { SpeakEvent } from '../../src/shared/protocol/engine'
import { sharesMemory } from '../../src/shared/protocol/shared-memory'
import { holdLifeLock } from '../../src/shared/threads/life-lock'
import { createCompiledGraphStore } from '../../src/shared/storage/compiled-graphs'
import { createDatabase } from '../../src/shared/storage/database'
import { createGpuTrialRepository } from '../../src/shared/storage/gpu-trials'
import { openModelFiles } from '../../src/shared/storage/model-files'
import { createSettingsRepository } from '../../src/shared/storage/settings'
import { createFollowedHeadRepository } from '../../src/shared/storage/followed-heads'
import { createVerdictRepository } from '../../src/shared/storage/verdicts'
import { readSpeakerEncoder } from '../speaker-encoder/speaker-encoder-graph'
import { loadKernels, loadKernelTeam } from '../kernels/kernel-loader'
import { readVoiceEncoder } from './engines/kokoro/voice-encoder-file'
import { engineLoaders, worksInTwo } from './engines/registry'
import { offerGpu } from '../runtime/gpu-runtime'
import { createInferenceService, type InferenceServiceParts } from './inference-service'
import { planRuntime } from '../runtime/ort-runtime'
import { planThreads } from '../runtime/thread-plan'

declare const self: DedicatedWorkerGlobalScope

/** The callback is comlink's proxy of one: what it gives settles when the page has run it. */
async function send(onEvent: (event: SpeakEvent) => unknown, event: SpeakEvent): Promise<void> {
  await onEvent(event.type === 'audio' ? Comlink.transfer(event, [event.samples.buffer]) : event)
}

// ORT's pthreads re-run the module of the worker that starts them if its glue was inlined; they must not serve calls.
if (!self.name.startsWith('em-pthread')) {
  const settings = createSettingsRepository(createDatabase())
  const verdicts = createVerdictRepository(settings)
  const trials = createGpuTrialRepository(settings)
  const graphs = createCompiledGraphStore()
  const machine = { cores: navigator.hardwareConcurrency, shares: sharesMemory() }
  const parts: InferenceServiceParts = {
    planThreads: ({ threads, executionProvider }, pack) =>
      planThreads({ ...machine, asked: threads }, executionProvider !== 'webgpu' && worksInTwo(pack)),
    planRuntime,
    offerGpu: (choice, runtimeVersion) => offerGpu(choice, runtimeVersion, { trials, graphs }),
    openFiles: openModelFiles,
    engineLoaders,
    loadKernels,
    loadKernelTeam,
    verdicts,
    followedHeads: createFollowedHeadRepository(settings),
    readSpeakerEncoder,
    readVoiceEncoder,
    send,
  }
  Comlink.expose(createInferenceService(parts))
  holdLifeLock(self)
}
