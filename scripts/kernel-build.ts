import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** `relaxed` uses fused multiply-adds, where the engine has them; the results differ in the last bit of a sum. */
export type KernelBuild = 'baseline' | 'relaxed'

/** Where the kernels' AssemblyScript lies: every file is compiled, and what it exports is exported by the module. */
export const kernelSources = resolve(import.meta.dirname, '../workers/kernels/assembly')

const cacheFolder = resolve(import.meta.dirname, '../.cache/kernels')
const compiler = resolve(import.meta.dirname, '../node_modules/assemblyscript/package.json')

/** Without checks and without a heap: kernels get addresses of a memory that the host owns. */
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd']

/**
 * Compiles the kernels, unless the very same sources were compiled before. Gives the path of the WebAssembly module.
 * Throws with the compiler's messages when a source is wrong.
 */
export async function compileKernels(build: KernelBuild): Promise<string> {
  const names = readdirSync(kernelSources).filter((name) => name.endsWith('.ts')).sort()
  const sources = new Map(names.map((name) => [name, readFileSync(resolve(kernelSources, name), 'utf8')]))
  const flags = build === 'relaxed' ? [...FLAGS, '--enable', 'relaxed-simd'] : FLAGS
  const folder = resolve(cacheFolder, fingerprint([readFileSync(compiler, 'utf8'), ...flags, ...[...sources].flat()]))
  const path = resolve(folder, `kernels-${build}.wasm`)
  if (existsSync(path)) return path
  const module = await compile(sources, flags)
  mkdirSync(folder, { recursive: true })
  // Others may be compiling the same: whole or not at all.
  writeFileSync(`${path}.${process.pid}`, module)
  renameSync(`${path}.${process.pid}`, path)
  return path
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

async function compile(sources: ReadonlyMap<string, string>, flags: readonly string[]): Promise<Uint8Array> {
  // Large, and not needed where the result is kept already.
  const { main } = await import('assemblyscript/asc')
  const outputs: Uint8Array[] = []
  const messages: string[] = []
  const { error } = await main([...sources.keys(), '--outFile', 'kernels.wasm', ...flags], {
    readFile: (name) => sources.get(name) ?? null,
    writeFile(_, contents) {
      if (typeof contents !== 'string') outputs.push(contents)
    },
    listFiles: () => [],
    stderr: {
      write(chunk) {
        messages.push(String(chunk))
      },
    },
  })
  const [module] = outputs
  if (error !== null || module === undefined) throw new Error(`The kernels do not compile.\n${messages.join('')}`, { cause: error })
  return module
}
