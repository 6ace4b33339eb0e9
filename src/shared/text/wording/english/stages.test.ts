import { expect, it } from 'vitest'
import { processorWording } from './stages'

const trial = { detail: '71 dB', cpuMs: 22, gpuMs: 9 }

it.each([
  ['webgpu', 'right', 'GPU: right (71 dB), 9.0 ms a frame against the CPU’s 22.0'],
  ['wasm', 'right', 'CPU: the GPU is right (71 dB) but not clearly faster, 9.0 ms a frame against the CPU’s 22.0'],
  ['wasm', 'wrong', 'CPU: the GPU computes wrong numbers (71 dB)'],
  ['wasm', 'misplaced', 'CPU: the GPU cannot compute all of it (71 dB)'],
  ['wasm', 'failed', 'CPU: the GPU failed (71 dB)'],
] as const)('says why a part runs on %s after a trial that was %s', (on, outcome, words) => {
  expect(processorWording({ part: 'decoder', on, trial: { ...trial, outcome } })).toBe(words)
})

it('says nothing of times that were not taken', () => {
  expect(processorWording({ part: 'decoder', on: 'webgpu', trial: { outcome: 'right', detail: '71 dB', cpuMs: 22, gpuMs: null } })).toBe('GPU: right (71 dB)')
})
