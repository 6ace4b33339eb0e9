import { MynaError } from '../../../src/shared/protocol/errors'
import type { ModelAddress } from './address'
import { fetchSmall, remoteSize, type Remote } from './remote-files'
import { isPlainPath, type SourceFile, type SourceListing } from './source-listing'

/** Looked for where a host does not list its folders. */
const USUAL_NAMES = [
  'bundle.json', 'tokenizer.model', 'tokenizer.json', 'bos_before_voice.npy', 'model.safetensors', 'config.json', 'config.yaml', 'README.md', 'LICENSE',
  ...['text_conditioner', 'mimi_encoder', 'flow_lm_main', 'flow_lm_flow', 'mimi_decoder'].flatMap((graph) => [`${graph}.onnx`, `${graph}_int8.onnx`]),
]

/** Lists a folder of a web host: by its index page, else by the names that models' files usually have. Errors: as `ask`. */
export async function listFolder({ url }: ModelAddress & { readonly kind: 'folder' }, remote: Remote): Promise<SourceListing> {
  const { host, pathname } = new URL(url)
  const named = await indexedNames(url, remote)
  const files: SourceFile[] = []
  for (const path of named.length > 0 ? named : USUAL_NAMES) {
    const sizeBytes = await sizeIfThere(`${url}${path}`, remote)
    if (sizeBytes !== undefined) files.push({ path, sizeBytes, sha256: null })
  }
  return { title: `${host}${pathname}`, maker: host, base: url, page: url, revision: null, needsToken: false, files }
}

/** Files that an index page links to: those of the folder itself. */
async function indexedNames(url: string, remote: Remote): Promise<readonly string[]> {
  const html = await absent(async () => new TextDecoder().decode(await fetchSmall(url, remote, 1_000_000)))
  const links = [...(html ?? '').matchAll(/href="([^"?#]+)"/g)].flatMap(([, href = '']) => (URL.canParse(href, url) ? [new URL(href, url).href] : []))
  const names = links.filter((href) => href.startsWith(url)).map((href) => href.slice(url.length))
  const files = names.filter((name) => isPlainPath(name) && !name.includes('/') && /\.(safetensors|onnx|json|ya?ml|model|npy|md|txt)$|^(LICENSE|COPYING)/i.test(name))
  return [...new Set(files)]
}

/** Undefined where there is no such file: an app's own page in place of one is no file either. */
async function sizeIfThere(url: string, remote: Remote): Promise<number | null | undefined> {
  return absent(() => remoteSize(url, remote))
}

async function absent<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (thrown) {
    if (thrown instanceof MynaError && thrown.code === 'address-not-found') return undefined
    throw thrown
  }
}
