import { MynaError } from '../../../src/shared/protocol/errors'
import { HUB_ORIGIN } from '../../../src/shared/protocol/model-address'

/** Where models may be looked for. */
export type ModelAddress =
  | { readonly kind: 'repository'; readonly repository: string; readonly branch: string; readonly folder: string; readonly canonical: string }
  | { readonly kind: 'folder'; readonly url: string; readonly canonical: string }

const NAME = /^(?!\.{1,2}$)[\w.-]{1,96}$/
const HUB_HOSTS = [new URL(HUB_ORIGIN).host, 'www.huggingface.co', 'hf.co']
const OTHER_KINDS = new Set(['spaces', 'datasets', 'collections', 'papers', 'docs', 'blog', 'models'])

/**
 * Reads what a person typed: `owner/name`, an address at huggingface.co or hf.co (also of a branch, a folder or a file), or the https
 * address of a folder on one of `origins`. Errors: `address-invalid`, `address-host-refused` (names the hosts that may be asked).
 */
export function parseAddress(text: string, origins: readonly string[]): ModelAddress {
  const typed = text.trim()
  const hosts = [...HUB_HOSTS, ...origins.map((origin) => new URL(origin).host)]
  const parts = typed.split('/')
  if (/^[\w.-]+\/[\w.-]+$/.test(typed) && !hosts.includes(parts[0]?.toLowerCase() ?? '')) return repositoryOf(parts, typed)
  const url = urlOf(typed)
  if (url.hostname === 'hf.co' || url.hostname === 'www.huggingface.co' || url.origin === HUB_ORIGIN) {
    return repositoryOf(url.pathname.split('/').filter((part) => part !== ''), typed)
  }
  if (!origins.includes(url.origin)) {
    throw new MynaError('address-host-refused', `${url.host}; allowed: ${[HUB_ORIGIN, ...origins].map((origin) => new URL(origin).host).join(', ')}`)
  }
  // Of a file, its folder.
  const folder = `${url.origin}${url.pathname.replace(/[^/]*\.[a-z]+$/i, '').replace(/\/*$/, '/')}`
  return { kind: 'folder', url: folder, canonical: folder }
}

function urlOf(typed: string): URL {
  const text = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(text) || /\s/.test(typed) || !/[./:]/.test(typed)) throw new MynaError('address-invalid', typed.slice(0, 200))
  const url = new URL(text)
  // A page that is itself served without encryption is somebody's own machine.
  const isOwn = url.protocol === 'http:' && (url.hostname === 'localhost' || url.hostname === '127.0.0.1')
  if (url.protocol !== 'https:' && !isOwn) throw new MynaError('address-invalid', `${url.protocol} is not https:`)
  if (url.username !== '' || url.password !== '') throw new MynaError('address-invalid', 'an address with a password in it')
  return url
}

/** `owner/name`, with `tree/BRANCH/folder`, `blob/BRANCH/file` or `resolve/BRANCH/file` behind it. */
function repositoryOf([owner = '', name = '', view, branch = 'main', ...rest]: readonly string[], typed: string): ModelAddress {
  if (!NAME.test(owner) || !NAME.test(name) || OTHER_KINDS.has(owner)) throw new MynaError('address-invalid', typed.slice(0, 200))
  if (view !== undefined && !['tree', 'blob', 'resolve', 'raw'].includes(view)) throw new MynaError('address-invalid', typed.slice(0, 200))
  const [decodedBranch = branch, ...parts] = decoded([branch, ...rest], typed)
  const folder = (view === 'tree' ? parts : parts.slice(0, -1)).join('/')
  const at = branch === 'main' && folder === '' ? '' : `/tree/${branch}${folder === '' ? '' : `/${folder}`}`
  const repository = `${owner}/${name}`
  return { kind: 'repository', repository, branch: decodedBranch, folder, canonical: `${HUB_ORIGIN}/${repository}${at}` }
}

function decoded(parts: readonly string[], typed: string): readonly string[] {
  try {
    return parts.map(decodeURIComponent)
  } catch (thrown) {
    throw new MynaError('address-invalid', typed.slice(0, 200), { cause: thrown })
  }
}
