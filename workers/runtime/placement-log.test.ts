import { expect, it } from 'vitest'
import { nodesOnCpu } from './placement-log'

// As ONNX Runtime Web 1.30 logs on Chromium's software adapter.
const at = (line: number, words: string) => `2026-11-23 00:53:42.728560 [V:onnxruntime:, session_state.cc:${line} VerifyEachNodeIsAssignedToAnEp] ${words}`
const before = '2026-11-23 00:53:42.728540 [I:onnxruntime:, graph_transformer.cc:15 Apply] GraphTransformer MemcpyTransformer modified: 1 with status: OK'
const after = '\u001b[0;93m2026-11-23 00:53:42.862484 [W:onnxruntime:, session_state.cc:1397 VerifyEachNodeIsAssignedToAnEp] Some nodes were not assigned.\u001b[m'
const gpu = [at(1383, ' Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 1'), at(1385, '  Conv (/Conv_239)')]
const cpu = [at(1383, ' Node(s) placed on [CPUExecutionProvider]. Number of nodes: 2'), at(1385, '  Slice (/Slice_13)'), at(1385, '  Mod (/layers.0/Mod_1)')]

it.each([
  ['has no placements', [before, after]],
  ['is empty', []],
  ['breaks off', [before, at(1377, 'Node placements')]],
  ['has all on the CPU', [at(1377, 'Node placements'), at(1380, ' All nodes placed on [CPUExecutionProvider]. Number of nodes: 94')]],
])('does not tell from a log that %s', (_, log) => {
  expect(nodesOnCpu(log)).toBeNull()
})

it('reads which nodes are on the CPU, in whatever order the providers come', () => {
  expect(nodesOnCpu([before, at(1377, 'Node placements'), ...cpu, ...gpu, after])).toEqual(['/Slice_13', '/layers.0/Mod_1'])
  expect(nodesOnCpu([before, at(1377, 'Node placements'), ...gpu, ...cpu, after])).toEqual(['/Slice_13', '/layers.0/Mod_1'])
})

it('reads that none is', () => {
  expect(nodesOnCpu([before, at(1377, 'Node placements'), at(1380, ' All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 94'), before])).toEqual([])
})
