import type { GpuTrial, PartProcessor, Stage } from '../../../protocol/engine'

/** One entry for every stage: the compiler refuses a new stage without words. */
const wording: Readonly<Record<Stage, string>> = {
  'prompt-encode': 'Prompt encoding',
  'voice-prefill': 'Voice into the language model',
  text: 'Text preparation',
  'text-prefill': 'Text into the language model',
  lm: 'Language model',
  'lm-flow': 'Language model and flow in one',
  'lm-flow-decode': 'Language model, flow and decoder in one',
  flow: 'Flow',
  decode: 'Decoder',
  synthesis: 'Synthesis',
}

/** What a person calls a stage of the pipeline. */
export function stageWording(stage: Stage): string {
  return wording[stage]
}

/** Where a part runs and why, in one line: "GPU: right (71 dB), 9.0 ms a frame against the CPU’s 22.0". */
export function processorWording({ on, trial }: PartProcessor): string {
  return on === 'webgpu' ? `GPU: right (${trial.detail})${trialTimes(trial)}` : `CPU: ${trialReason(trial)}`
}

function trialReason(trial: GpuTrial): string {
  switch (trial.outcome) {
    case 'right':
      return `the GPU is right (${trial.detail}) but not clearly faster${trialTimes(trial)}`
    case 'wrong':
      return `the GPU computes wrong numbers (${trial.detail})`
    case 'misplaced':
      return `the GPU cannot compute all of it (${trial.detail})`
    case 'failed':
      return `the GPU failed (${trial.detail})`
  }
}

function trialTimes({ cpuMs, gpuMs }: GpuTrial): string {
  return cpuMs === null || gpuMs === null ? '' : `, ${gpuMs.toFixed(1)} ms a frame against the CPU’s ${cpuMs.toFixed(1)}`
}
