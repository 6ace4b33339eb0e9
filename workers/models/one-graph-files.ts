import * as v from 'valibot'

import { MynaError } from '../../src/shared/protocol/errors'
import { languageTag, type LocalFile, type LocalNames } from './local-pack'

/** Names that no other kind of model has: any of them tells that a model of one graph is meant. */
export const ONE_GRAPH_FILES = ['manifest.json', 'assets.json'] as const

const listedSchema = v.object({ file: v.string(), bytes: v.number(), sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{16,64}$/)) })
const listSchema = v.object({ model: listedSchema, encoder: listedSchema, assets: listedSchema })
const namesSchema = v.object({ config: v.object({ language: v.string() }) })

/** A file that a model of one graph (thewh1teagle/pocket-tts-onnx) is made of, as its manifest.json lists it. */
export interface OneGraphFile extends v.InferOutput<typeof listedSchema> {
  readonly role: keyof v.InferOutput<typeof listSchema>
}

/** The files that a manifest.json lists. `sha256` may be the first digits only. Errors: `model-invalid`. */
export function readOneGraphList(json: string): readonly OneGraphFile[] {
  const list = parsed('manifest.json', listSchema, json)
  return (['model', 'encoder', 'assets'] as const).map((role) => ({ role, ...list[role] }))
}

/** Name and language out of assets.json. Errors: `model-invalid`. */
export function readAssetNames(json: string): LocalNames {
  const { language } = parsed('assets.json', namesSchema, json).config
  return { name: `${language}, one graph`, language: languageTag(language) }
}

/** Throws `model-hash-mismatch` where a file is not the one that is listed: the files are of two releases, or damaged. */
export function checkListed(listed: readonly OneGraphFile[], files: readonly LocalFile[]): void {
  for (const { file, bytes, sha256 } of listed) {
    const found = files.find(({ path }) => path === file)
    if (found?.sizeBytes === bytes && found.sha256.startsWith(sha256)) continue
    throw new MynaError('model-hash-mismatch', `${file} is not the one that manifest.json lists`)
  }
}

function parsed<T>(name: string, schema: v.GenericSchema<unknown, T>, json: string): T {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (thrown) {
    throw new MynaError('model-invalid', `${name} is not JSON`, { cause: thrown })
  }
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new MynaError('model-invalid', `${name}, ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`)
}
