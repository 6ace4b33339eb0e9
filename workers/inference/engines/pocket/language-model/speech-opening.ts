import { createRandom } from '../../../../../src/shared/audio/random'
import { createStageClock } from '../../../stage-clock'
import type { PocketConfiguration } from '../configuration'
import { speechWays } from '../on-gpu/speech'
import { speakWithFallback } from '../on-gpu/speech-fallback'
import { timeSpeech } from '../on-gpu/timing'
import { openPart, type PartContext, type Placed } from '../part-opening'
import { withFiles, type PocketSource } from '../pocket-source'
import { isQuantised } from '../published/graphs'
import { unowned } from '../../opened'
import { similar } from '../published/kernel-check'
import { peak, type Result } from '../../on-gpu/agreement'
import { openPublishedSpeech } from '../published/speech-model'
import { createKernelSpeechModel } from './kernel-speech-model'
import type { SpeechModel } from './speech-model'

/** Opens language model and flow. Errors are those of `openPocketModel`. */
export async function openSpeech(context: PartContext, source: PocketSource, embed: SpeechModel['embed']): Promise<Placed<SpeechModel>> {
  const { configuration, bundle } = source
  const files = () => source.read('language-model')
  const { gpu } = context
  const quantised = gpu !== undefined && (await withFiles(files, ({ graphs }) => Promise.resolve(graphs.some(isQuantised))))
  return openPart<SpeechModel>(context, {
    key: 'speech',
    part: 'language model',
    files,
    async kernels(loadKernels, part) {
      return unowned(createKernelSpeechModel({ kernels: await loadKernels(), weights: part.weights(), configuration, embed }))
    },
    published: bundle && ((on, { graphs }) => openPublishedSpeech(on, bundle, graphs, embed, configuration.languageModel?.kind)),
    onGpu: gpu ? speechWays({ ...context, gpu }, { configuration, files, isQuantised: quantised }, embed) : [],
    // To 8 bits, unless the weights have no more.
    kernelsRound: !quantised,
    exercise: (model) => exerciseSpeech(model, configuration),
    agree: (actual, expected) => similar(actual, expected),
    time: (model) => timeSpeech(model, configuration),
    withFallback: speakWithFallback,
  })
}

/** Room for the last places of float32 values around 1. */
const EXACT = 1e-6

/**
 * A voice and a text of a few positions, and three frames from that voice, each in one step of the flow; what comes out,
 * caches included.
 */
export async function exerciseSpeech(model: SpeechModel, { latentDim, width }: PocketConfiguration): Promise<readonly Result[]> {
  const random = createRandom(1)
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
  const timings = createStageClock()
  const results: Float32Array[] = []

  const listener = model.start(null, 5)
  await listener.prefill(draw(5 * width))
  const voice = await listener.voiceState()
  const run = model.start(voice, 12)
  await run.prefill(await model.embed([0, 1, 2]))
  let previous = new Float32Array(latentDim).fill(NaN)
  for (let step = 0; step < 3; step++) {
    const frame = await run.next(previous, { noise: draw(latentDim), steps: 1 }, timings)
    previous = Float32Array.from(await frame.latent())
    results.push(Float32Array.of(frame.endLogit, ...previous))
  }
  return [...results, ...voice.caches, ...(await run.voiceState()).caches].map((values) => ({ values, tolerance: EXACT * Math.max(1, peak(values)) }))
}
