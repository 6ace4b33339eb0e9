import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pocketBundle } from '../../scripts/fixtures/pocket-bundle'
import { tinySizes } from '../../scripts/fixtures/pocket-sizes'

/** Writes the small model in the form of the listed packs, int8 graphs, into `folder`, and gives its files' paths. */
export function writeTinyInt8(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true })
  return [...pocketBundle(tinySizes, { int8: true })].map(([name, bytes]) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  })
}
