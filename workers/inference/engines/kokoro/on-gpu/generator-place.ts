import { generatorFile, planGenerator } from '../../../../compiler/parts'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Gpu } from '../../../../runtime/gpu'
import type { CreateSession } from '../../../../runtime/session'
import { ROUNDED_TOLERANCE, type Result } from '../../on-gpu/agreement'
import { chooseProcessor } from '../../on-gpu/choice'
import { readOrCompile } from '../../on-gpu/compiled-graphs'
import { withPlacementCheck } from '../../on-gpu/placement'
import { unowned, type Opened } from '../../opened'
import type { EngineContext } from '../../voice-engine'
import type { Generator } from '../network/generator'
import { readNetworkWeights } from '../network/network-weights'
import { BINS } from '../network/spectrum'
import type { GeneratorSeat, SeatedGenerator } from '../network/starter-network'
import { createGpuGenerator, withKernels } from './gpu-generator'
import { generatorWeights } from './generator-weights'

/** Goes into the key of remembered trials: to be raised with every change of what runs on the GPU or of how it is judged. */
const TRIAL_VERSION = 1
/** Runs that are timed; what takes longer than the budget needs no exact figure. */
const RUNS = 3
const BUDGET_MS = 2000

/** What it needs to know of the engine. */
export type PlaceContext = Pick<EngineContext, 'packKey' | 'files' | 'onProgress' | 'yieldPoint'> & { readonly gpu: Gpu }

/**
 * Seats the generator where it is right and faster: on the GPU as a graph that is compiled from the pack's own file, else on the
 * kernels. The first time both make the spectrum of the same stretch of a sentence, and what came of it is remembered. Errors:
 * those of the kernels and of reading the file, `aborted`.
 */
export async function placeGenerator(context: PlaceContext, { kernels, memory, stretch }: GeneratorSeat): Promise<SeatedGenerator> {
  const { packKey, gpu } = context
  const open = async (createSession: CreateSession): Promise<Opened<Generator>> => {
    const session = await createSession(await compiledGenerator(context))
    return { value: createGpuGenerator(session, memory, kernels), release: () => session.release() }
  }
  const chosen = await chooseProcessor<Generator, Opened<Generator>>({
    part: 'generator',
    onCpu: () => Promise.resolve(unowned(kernels)),
    ways: [{
      key: `starter-${TRIAL_VERSION}/generator/${packKey}`,
      open: () => open(gpu.createSession),
      openChecked: () => open(withPlacementCheck(gpu).createSession),
    }],
    exercise: async (generator) => resultsOf(await (await stretch()).run(generator)),
    // The kernels round what the convolutions read to 8 bits or more, which no GPU does.
    tolerance: () => ROUNDED_TOLERANCE,
    time: async (generator) => timeRuns(await stretch(), generator),
    onStep: () => { context.onProgress({ fraction: 0.3, label: 'Trying the GPU: generator' }) },
  }, gpu)
  const { value, processor } = chosen
  const release = () => chosen.release()
  if (processor.on === 'wasm') return { generator: kernels, processor, runsOn: () => 'wasm', release }
  const guarded = withKernels(value, kernels)
  return { generator: guarded, processor, runsOn: () => (guarded.hasFailed ? 'wasm' : 'webgpu'), release }
}

/** The generator's graph, as it was kept or compiled now. */
async function compiledGenerator(context: PlaceContext): Promise<ArrayBuffer> {
  const { graphs } = await readOrCompile(context, {
    key: 'generator',
    label: 'generator',
    plan: async () => ({ sizes: null, graphs: planGenerator(generatorWeights(readNetworkWeights(new Uint8Array(await context.files.read('model.onnx'))))) }),
  })
  const graph = graphs.get(generatorFile)
  if (graph === undefined) throw new MynaError('internal', `nothing was compiled as ${generatorFile}`)
  return graph.bytes
}

/** Magnitudes and phases of a spectrum [windows, 2 · BINS] each by themselves. */
function resultsOf(spectrum: Float32Array): readonly Result[] {
  const isMagnitude = (i: number) => i % (2 * BINS) < BINS
  return [spectrum.filter((_, i) => isMagnitude(i)), spectrum.filter((_, i) => !isMagnitude(i))].map((values) => ({ values, tolerance: 0 }))
}

/** Milliseconds per frame: the median of a few runs, of which there was one before. */
async function timeRuns({ frames, run }: Awaited<ReturnType<GeneratorSeat['stretch']>>, generator: Generator): Promise<number> {
  const times: number[] = []
  const begunAt = performance.now()
  while (times.length < RUNS && (times.length === 0 || performance.now() - begunAt < BUDGET_MS)) {
    const startedAt = performance.now()
    await run(generator)
    times.push(performance.now() - startedAt)
  }
  return (times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN) / frames
}
