import * as v from 'valibot'

import { MynaError } from '../../src/shared/protocol/errors'
import { modelManifestSchema, type ModelManifest } from '../../src/shared/protocol/model-pack'
import { LOCAL_PACK_PREFIX } from './local-pack'

/** Checks a fetched manifest. Errors: `manifest-invalid` with the path of the first issue. */
export function parseManifest(input: unknown): ModelManifest {
  const parsed = v.safeParse(modelManifestSchema, input)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new MynaError('manifest-invalid', `${v.getDotPath(issue) ?? 'manifest'}: ${issue.message}`)
  }
  const ids = new Set<string>()
  for (const [index, { id, files }] of parsed.output.packs.entries()) {
    const at = `packs.${index}`
    if (ids.has(id)) throw new MynaError('manifest-invalid', `${at}.id: ${id} appears twice`)
    if (id.startsWith(LOCAL_PACK_PREFIX)) {
      throw new MynaError('manifest-invalid', `${at}.id: ${LOCAL_PACK_PREFIX}… is kept for packs that a person adds`)
    }
    ids.add(id)
    const paths = new Set<string>()
    for (const { path } of files) {
      if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
        throw new MynaError('manifest-invalid', `${at}.files: ${path} is not a plain relative path`)
      }
      if (paths.has(path)) throw new MynaError('manifest-invalid', `${at}.files: ${path} appears twice`)
      paths.add(path)
    }
  }
  return parsed.output
}
