import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'

/** `relaxed` uses the instructions of relaxed SIMD; `shared` works in a memory that several threads share. */
export const kernelBuilds = ['baseline', 'relaxed', 'baseline-shared', 'relaxed-shared'] as const

export type KernelBuild = (typeof kernelBuilds)[number]

/** Where the kernels' AssemblyScript lies: every file is compiled, and what it exports is exported by the module. */
export const kernelSources = resolve(import.meta.dirname, '../../workers/kernels/assembly')

const cacheFolder = resolve(import.meta.dirname, '../../.cache/kernels')
const compilerFolder = resolve(import.meta.dirname, '../../node_modules/assemblyscript')
const compiler = resolve(compilerFolder, 'bin/asc.js')

/** Without checks and without a heap: kernels get addresses of a memory that the host owns. */
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd']
/** Most pages of 64 KiB, as in `workers/kernels/kernels.ts`. */
const SHARED_FLAGS = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '16384']

/** What this process is compiling, by path: several workers of a build ask for the same at a time. */
const compiled = new Map<string, Promise<void>>()

/**
 * Compiles the kernels, unless the very same sources were compiled before. Gives the path of the WebAssembly module.
 * Throws with the compiler's messages when a source is wrong.
 */
export async function compileKernels(build: KernelBuild): Promise<string> {
  const names = readdirSync(kernelSources).filter((name) => name.endsWith('.ts')).sort()
  const sources = new Map(names.map((name) => [name, readFileSync(resolve(kernelSources, name), 'utf8')]))
  const flags = [...FLAGS, ...(build.startsWith('relaxed') ? ['--enable', 'relaxed-simd'] : []), ...(build.endsWith('-shared') ? SHARED_FLAGS : [])]
  const folder = resolve(cacheFolder, fingerprint([readFileSync(resolve(compilerFolder, 'package.json'), 'utf8'), ...flags, ...[...sources].flat()]))
  const path = resolve(folder, `kernels-${build}.wasm`)
  if (existsSync(path)) return path
  const compiling = compiled.get(path) ?? place(names, path, flags)
  compiled.set(path, compiling)
  try {
    await compiling
  } finally {
    compiled.delete(path)
  }
  return path
}

/** Other processes may be compiling the same: the module is put in its place whole. */
async function place(names: readonly string[], path: string, flags: readonly string[]): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  const incoming = `${path}.${randomUUID()}`
  await compile(names, incoming, flags)
  renameSync(incoming, path)
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

/** Runs the compiler as a program: it is large, and a build's own module loader is closed by the time of its plugins. */
async function compile(names: readonly string[], outFile: string, flags: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [compiler, ...names, '--outFile', outFile, ...flags], { cwd: kernelSources })
  } catch (thrown) {
    const { stderr } = thrown as { readonly stderr?: string }
    throw new Error(`The kernels do not compile.\n${stderr ?? ''}`, { cause: thrown })
  }
}
