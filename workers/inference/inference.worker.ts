import * as Comlink from 'comlink'
import type { SpeakEvent } from '../../src/protocol/engine'
import { openModelFiles } from '../../src/storage/model-files'
import { engineLoaders } from './engines/registry'
import { createInferenceService } from './inference-service'
import { holdLifeLock } from './life-lock'
import { startRuntime } from './ort-runtime'

declare const self: DedicatedWorkerGlobalScope

async function send(onEvent: (event: SpeakEvent) => void, event: SpeakEvent): Promise<void> {
  // What looks like a plain callback is comlink's proxy of one: its call settles when the page has run it.
  const call = onEvent as (event: SpeakEvent) => unknown
  await call(event.type === 'audio' ? Comlink.transfer(event, [event.samples.buffer]) : event)
}

// ORT's pthreads re-run the module of the worker that starts them if its glue was inlined; they must not serve calls.
if (!self.name.startsWith('em-pthread')) {
  Comlink.expose(createInferenceService({ startRuntime, openFiles: openModelFiles, engineLoaders, send }))
  holdLifeLock(self)
}
