import { GPU_FEATURES, type GpuAdapterFacts, type GpuTestOutcome, type GpuTestResult } from '../../../protocol/gpu-test'
import { isShort, outcomeWording, stepName, threeDigits, verdictWords } from './gpu-test'

/** What a report says of the place where the test ran. */
export interface TestedPlace {
  readonly version: string
  readonly userAgent: string
  readonly cores: number
  readonly isolated: boolean
  /** Whether WebAssembly can wait for promises (JSPI): ONNX Runtime has a build of its own for that. */
  readonly suspends: boolean
}

/** All that was found, as plain text for somebody who looks into it. Nothing in it names a person or a text. */
export function reportText(state: GpuTestOutcome, place: TestedPlace): string {
  return [
    `Myna ${place.version}: test of the GPU`,
    `browser: ${place.userAgent}`,
    `cores: ${place.cores}, isolated page: ${yesNo(place.isolated)}, JSPI: ${yesNo(place.suspends)}`,
    `outcome: ${outcomeWording(state).title}`,
    ...(state.phase === 'failed' ? [`error: ${state.error.code}: ${state.error.detail}`] : []),
    ...(state.adapter === null ? [] : adapterLines(state.adapter)),
    ...(state.results.length === 0 ? [] : ['', 'results', ...state.results.map(resultLine)]),
  ].join('\n')
}

function adapterLines({ vendor, architecture, device, description, isSoftware, features, limits }: GpuAdapterFacts): readonly string[] {
  return [
    '',
    'adapter',
    ...Object.entries({ vendor, architecture, device, description }).map(([name, value]) => `  ${name}: ${value || 'not given'}`),
    `  software: ${yesNo(isSoftware)}`,
    '',
    'features',
    ...GPU_FEATURES.map((feature) => `  ${feature}: ${yesNo(features.includes(feature))}`),
    '',
    'limits (offered, needed)',
    ...limits.map((limit) => `  ${limit.name}: ${limit.value}, ${limit.needed}${isShort(limit) ? ' (too little)' : ''}`),
  ]
}

function resultLine({ step, verdict }: GpuTestResult): string {
  const line = `  ${stepName(step)}: ${verdictWords(verdict)}`
  if (verdict.outcome !== 'right' && verdict.outcome !== 'wrong') return line
  const { agreement: { largestDifference }, timing: { ms, multiplyAdds, isRecorded } } = verdict
  const rate = multiplyAdds === 0 ? '' : `, ${threeDigits(multiplyAdds / ms / 1e6)} G multiply-adds/s`
  return `${line}, largest difference ${largestDifference.toExponential(1)}, ${threeDigits(ms)} ms${rate}, ${isRecorded ? 'recorded' : 'not recorded'}`
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no'
}
