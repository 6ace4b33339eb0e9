import type { ModelFile, ModelPack } from '../../src/shared/protocol/model-pack'

/** Where one file may be fetched. */
export interface FileSource {
  readonly url: string
  /** True for the app's own host, where any unknown path may be answered with the app's page. */
  readonly own: boolean
}

/**
 * The addresses of a file in the pack's order of preference. A relative source is resolved against the app and uses
 * `path`; an absolute one uses `remotePath` where there is one.
 */
export function fileSources(pack: ModelPack, file: ModelFile, baseUrl: string): readonly FileSource[] {
  return pack.sources.map((source) => {
    const own = !/^[a-z][a-z0-9+.-]*:/i.test(source)
    const base = new URL(source.endsWith('/') ? source : `${source}/`, baseUrl)
    return { url: new URL(own ? file.path : (file.remotePath ?? file.path), base).href, own }
  })
}
