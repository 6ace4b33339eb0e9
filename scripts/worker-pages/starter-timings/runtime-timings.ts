import { STYLE_WIDTH, styleRow } from '../../../workers/inference/engines/kokoro/style-table'
import { withBoundaries } from '../../../workers/inference/engines/kokoro/vocabulary'
import { startRuntime } from '../../../workers/runtime/ort-runtime'
import { createRunQueue } from '../../../workers/runtime/run-queue'
import { createSessionFactory } from '../../../workers/runtime/session'
import { float32, floats, int64 } from '../../../workers/runtime/tensor'
import type { StarterReading, StarterTimings } from './starter-timings'

/** Times the published graph on ONNX Runtime: what the kernels are compared with. */
export async function timeRuntime({ graph, ids, table, threads, rounds }: StarterReading): Promise<StarterTimings> {
  const { ort } = await startRuntime({ threads })
  const openedAt = performance.now()
  const session = await createSessionFactory(ort, createRunQueue(), 'wasm')(graph)
  const openSeconds = (performance.now() - openedAt) / 1000
  const inputIds = withBoundaries(ids)
  const seconds: number[] = []
  let audioSeconds = 0
  // The first run sets its memory up.
  for (let round = 0; round <= rounds; round++) {
    const startedAt = performance.now()
    const { waveform } = await session.run({
      input_ids: int64(inputIds, [1, inputIds.length]),
      style: float32(styleRow(table, ids.length), [1, STYLE_WIDTH]),
      speed: float32(Float32Array.of(1), [1]),
    })
    if (round > 0) seconds.push((performance.now() - startedAt) / 1000)
    audioSeconds = floats(waveform).length / 24_000
  }
  await session.release()
  return { audioSeconds, openSeconds, seconds, stages: {}, opening: [], longestSeconds: 0, memoryBytes: 0 }
}
