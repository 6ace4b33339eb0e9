import type { GpuTrial, PartProcessor } from '../../shared/protocol/engine'

/** Where a part runs and why, in one line: "GPU: as right as the CPU and faster, 9.0 ms a frame to the CPU's 22". */
export function processorWording({ on, trial }: PartProcessor): string {
  return on === 'webgpu' ? `GPU: right (${trial.detail})${times(trial)}` : `CPU: ${reason(trial)}`
}

function reason(trial: GpuTrial): string {
  switch (trial.outcome) {
    case 'right':
      return `the GPU is right (${trial.detail}) but not enough faster${times(trial)}`
    case 'wrong':
      return `the GPU computes wrong numbers (${trial.detail})`
    case 'misplaced':
      return `the GPU cannot compute all of it (${trial.detail})`
    case 'failed':
      return `the GPU failed (${trial.detail})`
  }
}

function times({ cpuMs, gpuMs }: GpuTrial): string {
  return cpuMs === null || gpuMs === null ? '' : `, ${gpuMs.toFixed(1)} ms a frame to the CPU’s ${cpuMs.toFixed(1)}`
}
