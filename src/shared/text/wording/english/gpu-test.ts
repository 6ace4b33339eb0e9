import { formatBytes } from './figures'
import { GPU_FEATURES, GPU_TEST_STEPS, type GpuAdapterFacts, type GpuFeature, type GpuLimit, type GpuTestOutcome, type GpuTestStep, type GpuTestVerdict, type GpuTiming } from '../../../protocol/gpu-test'

const stepNames: Readonly<Record<GpuTestStep, string>> = {
  'small-call': 'A call that does almost nothing',
  'read-back': 'The same, and its result is read',
  'product-float32-row': 'Matrix product, 32-bit floats, 1 row',
  'product-float32-rows': 'Matrix product, 32-bit floats, 32 rows',
  'product-float16-row': 'Matrix product, 16-bit floats, 1 row',
  'product-float16-rows': 'Matrix product, 16-bit floats, 32 rows',
  'product-8-bit-row': 'Matrix product, 8-bit weights, 1 row',
  'product-8-bit-rows': 'Matrix product, 8-bit weights, 32 rows',
  'layer-norm': 'Layer normalisation',
  softmax: 'Softmax',
  convolution: 'Convolution',
  'transposed-convolution': 'Transposed convolution',
}

export const stepName = (step: GpuTestStep): string => stepNames[step]

/** What an optional feature is good for. */
export const featureUses: Readonly<Record<GpuFeature, string>> = {
  'shader-f16': '16-bit floats: half the memory, often twice the speed',
  subgroups: 'sums across threads: faster matrix products',
  'timestamp-query': 'timing inside the GPU: only for measuring',
}

/** What came of a step, in a few words. */
export function verdictWords(verdict: GpuTestVerdict): string {
  switch (verdict.outcome) {
    case 'right':
      return verdict.agreement.decibels === Infinity ? 'right: exactly the CPU’s numbers' : `right (${decibels(verdict.agreement.decibels)})`
    case 'wrong':
      return verdict.agreement.decibels === -Infinity
        ? 'wrong: some results are missing or not numbers'
        : `wrong by up to ${verdict.agreement.largestDifference.toPrecision(2)} (${decibels(verdict.agreement.decibels)})`
    case 'unsupported':
      return `not supported: this adapter has no ${verdict.lacks}`
    case 'failed':
      return `failed with ${verdict.error.code}: ${verdict.error.detail}`
  }
}

function decibels(value: number): string {
  return `${value.toFixed(0)} dB`
}

/** How long a call takes and what that makes of its work: "0.42 ms, 9.99 billion multiply-adds a second". */
export function timingWords({ ms, multiplyAdds }: GpuTiming): string {
  const time = `${threeDigits(ms)} ms`
  if (multiplyAdds === 0) return time
  const millions = multiplyAdds / ms / 1e3
  return `${time}, ${millions < 1000 ? `${threeDigits(millions)} million` : `${threeDigits(millions / 1000)} billion`} multiply-adds a second`
}

/** The fastest of several steps, at least one. */
export function speedSummary(timings: readonly GpuTiming[]): string {
  const fastest = Math.max(...timings.map(({ ms, multiplyAdds }) => multiplyAdds / ms / 1e6))
  return fastest > 0 ? `up to ${threeDigits(fastest)} billion multiply-adds a second` : `${threeDigits(Math.min(...timings.map(({ ms }) => ms)))} ms for a call`
}

/** 1337.4 is "1340", 0.042 is "0.042". */
export function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)))
}

export const isShort = ({ value, needed }: GpuLimit): boolean => value < needed

/** A limit and whether it is enough. */
export function limitWords(limit: GpuLimit): string {
  const amount = (number: number) => (limit.unit === 'bytes' ? formatBytes(number) : String(number))
  return `${amount(limit.value)}${isShort(limit) ? ': too little' : ''}, needed: ${amount(limit.needed)}`
}

export function limitsSummary(limits: readonly GpuLimit[]): string {
  const short = limits.filter(isShort).length
  return short === 0 ? 'high enough for the engines' : `${short} of ${limits.length} too low for the engines`
}

export function featuresSummary(features: readonly string[]): string {
  return GPU_FEATURES.filter((feature) => features.includes(feature)).join(', ') || 'none of those that the engines use'
}

/** The adapter in one line, as far as the browser tells. */
export function adapterName({ vendor, architecture, device, description }: GpuAdapterFacts): string {
  return [vendor, architecture, device, description].filter((part) => part !== '').join(', ') || 'not named by this browser'
}

export interface OutcomeWording {
  readonly kind: 'error' | 'warning' | 'info'
  readonly title: string
  readonly text: string
}

const unheard = 'The results so far stay below, and nothing else in the app was touched.'

type EndedTest = GpuTestOutcome & { readonly phase: 'ended' }

/** How a test ended. */
export function outcomeWording(state: GpuTestOutcome): OutcomeWording {
  return state.phase === 'failed' ? failureWording(state) : endWording(state)
}

function endWording(state: EndedTest): OutcomeWording {
  switch (state.end) {
    case 'no-webgpu':
      return {
        kind: 'warning',
        title: 'This browser offers no WebGPU',
        text: 'Everything is computed on the CPU. Current versions of Chrome, Edge, Safari and Firefox have WebGPU on many systems, on pages served over https or from this device.',
      }
    case 'no-adapter':
      return {
        kind: 'warning',
        title: 'This browser offers no GPU',
        text: 'It has WebGPU but no adapter for it. Graphics acceleration may be switched off in its settings, or it does not trust this driver. Everything is computed on the CPU.',
      }
    case 'stopped':
      return { kind: 'info', title: 'The test was stopped', text: unheard }
    case 'done':
      return doneWording(state)
  }
}

function doneWording({ adapter, results }: EndedTest): OutcomeWording {
  const count = (outcome: GpuTestVerdict['outcome']) => results.filter(({ verdict }) => verdict.outcome === outcome).length
  const [wrong, failed] = [count('wrong'), count('failed')]
  const software = adapter?.isSoftware === true ? 'It is a software adapter, which imitates a GPU on the CPU and is never faster: “Automatic” leaves it alone. ' : ''
  if (wrong + failed > 0) {
    const faults = [wrong > 0 && `${wrong} wrong`, failed > 0 && `${failed} failed`].filter(Boolean).join(', ')
    return {
      kind: 'warning',
      title: `The test is done: ${faults} of ${results.length}`,
      text: `${software}An engine compares each of its parts with the CPU before it uses a GPU, so it will not speak with wrong numbers. The report below helps to find the cause.`,
    }
  }
  const left = count('unsupported')
  const words = left > 0 ? `everything that this adapter supports is right (${left} of ${results.length} steps are not supported)` : 'everything is right'
  return {
    kind: 'info',
    title: `The test is done: ${words}`,
    text: `${software}When “Compute with” is “Automatic”, an engine finds out for itself, part by part, whether it is faster here than on the CPU.`,
  }
}

function failureWording({ error, step }: GpuTestOutcome & { readonly phase: 'failed' }): OutcomeWording {
  const where = step === null ? '' : ` at “${stepName(step)}”`
  switch (error.code) {
    case 'device-lost':
      return { kind: 'error', title: `The GPU went away${where}`, text: `Its driver gave up or was restarted. ${unheard}` }
    case 'worker-timeout':
      return { kind: 'error', title: `The GPU did not answer for three minutes${where}`, text: unheard }
    case 'worker-crashed':
      return { kind: 'error', title: `The test crashed${where}`, text: unheard }
    case 'out-of-memory':
      return { kind: 'error', title: `There was too little memory${where}`, text: `Close other tabs and test again. ${unheard}` }
    default:
      return {
        kind: 'error',
        title: `The test could not continue${where}`,
        text: `If this device is offline, connect it once: the test needs a part of the app that may not be kept yet. ${unheard}`,
      }
  }
}

/** What is going on, for eyes and for screen readers. */
export function progressWords(step: GpuTestStep | null): string {
  if (step === null) return 'Asking the browser for its GPU'
  if (step === GPU_TEST_STEPS[0]) return 'Starting the runtime, which may have to be downloaded first'
  return stepName(step)
}
