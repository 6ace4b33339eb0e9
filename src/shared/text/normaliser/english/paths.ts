import { spokenParts } from './addresses'
import type { EnglishWords } from './english-words'

const windows = /(?<![\p{L}\d])([A-Z]):\\((?:[^\s\\"<>|,;():]{1,60}(?: [^\s\\"<>|,;():]{1,60}){0,3}\\){0,20}[^\s\\"<>|,;():]*)/gu
const here = /(?<![\p{L}\d/:<.~])(\.{1,2})\/(?=[\w.-])/gu
const home = /(?<![\p{L}\d/:<.~])~\/(?=[\w.-])/gu
const rooted = /(?<![\p{L}\d/:<.~)])(?<!\d\s(?=\/(?:min|hr|h|sec|s|day|week|month|year|yr)(?![\w/])))\/((?:[\w@+-][\w.@+-]*\/)+[\w.@+-]*[\w-]|[a-z][\w.-]*[a-z])\/?(?![\w/])/gu
const address = /(?<![\p{L}\d./])(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?(?:\/(\d{1,2})(?!\d))?(?![\d]|\.\d)/gu
const port = /(?<![\p{L}\d.])(localhost):(\d{2,5})(?!\d)/gu
const versionBehind = /(?<=[\p{L}\d])[_-]v(\d+)(?![\p{L}\d.])/gu

/** Paths of files and addresses of machines, as somebody dictates them. Comes before web addresses. */
export function spokenPaths(text: string, say: EnglishWords): string {
  return text
    .replace(windows, (_, drive: string, path: string) => {
      const [, names = '', stop = ''] = /^(.*?)([.!?:]*)$/.exec(path) ?? []
      const parts = names.split('\\').filter((name) => name !== '').map((name) => spokenParts(name, say))
      return `${drive} colon backslash ${parts.join(' backslash ')}`.trimEnd() + stop
    })
    .replace(home, '')
    .replace(here, (_, dots: string) => (dots === '.' ? 'dot slash ' : 'dot dot slash '))
    .replace(rooted, (_, path: string) => `slash ${path.split('/').map((name) => spokenParts(name, say)).join(' slash ')}`)
    .replace(address, (_, host: string, portNumber: string | undefined, mask: string | undefined) => {
      const dotted = host.split('.').map((part) => say.digits(part)).join(' dot ')
      const behind = portNumber === undefined ? '' : ` colon ${say.digits(portNumber)}`
      return `${dotted}${behind}${mask === undefined ? '' : ` slash ${say.cardinal(mask)}`}`
    })
    .replace(port, (_, host: string, number: string) => `${host} colon ${say.digits(number)}`)
    .replace(versionBehind, ' V $1')
}
