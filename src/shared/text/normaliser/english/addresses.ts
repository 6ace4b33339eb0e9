import type { EnglishWords } from './english-words'

const domainEndings = 'com|org|net|info|edu|gov|io|dev|app|ai|tv|eu|uk|de|fr|es|ca|au|nz|ch|at|nl|biz|blog|xyz|cloud|audio'
const fileEndings =
  'pdf|txt|md|jpe?g|png|gif|svg|webp|mp3|mp4|wav|flac|ogg|docx?|xlsx?|pptx?|csv|json|xml|html?|css|js|ts|tsx|py|rb|rs|zip|exe|onnx|' +
  'sh|bat|ini|log|cfg|conf|ya?ml|toml|sql|cpp|java|php|mov|avi|mkv|m4a|aac|opus|aiff|heic|tiff?|bmp|epub|rtf|odt|rar|apk|dmg|dll|ttf|psd|tar|gz'

/** Endings that are said as words; all others are spelled. */
const wordEndings = new Set(['com', 'org', 'net', 'info', 'dev', 'app', 'biz', 'blog', 'cloud', 'audio', 'zip', 'wav', 'flac', 'json', 'doc'])

const email = new RegExp(String.raw`(?<![\p{L}\d.])(?:mailto:)?([\w.%+-]+)@([\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,})`, 'gu')
const url = /(?<![\p{L}\d])(?:(?:https?|ftp):\/\/|(?=www\.))([^\s<>"()]*[\p{L}\d/])/giu
const domain = new RegExp(
  String.raw`(?<![\p{L}\d.@/-])((?:[\p{L}\d][\p{L}\d-]*\.)+(?:${domainEndings}))(?![\p{L}\d-]|\.\p{L})((?:\/[\w~%.?=&#+-]*[\w])*\/?)`,
  'gu',
)
const fileName = new RegExp(String.raw`(?<![\p{L}\d.])([\p{L}\d][\p{L}\d_-]*)\.(${fileEndings})(?![\p{L}\d])`, 'gu')

/** E-mail and web addresses, file names, #hashtags and @mentions. */
export function spokenAddresses(text: string, say: EnglishWords): string {
  return text
    .replace(email, (_, user: string, host: string) => `${spokenParts(user, say)} at ${spokenHost(host, say)}`)
    .replace(url, (_, address: string) => spokenAddress(address, say))
    .replace(domain, (_, host: string, path: string) => spokenAddress(`${host}${path}`, say))
    .replace(fileName, (_, name: string, ending: string) => `${spokenParts(name, say)} dot ${spokenEnding(ending)}`)
    .replace(/\b([A-G])#(?![\p{L}\d])/gu, '$1 sharp')
    .replace(/(?<![\p{L}\d])#(\p{L}[\p{L}\d_]*|\d+\p{L}[\p{L}\d_]*)/gu, (_, tag: string) => `hashtag ${splitName(tag)}`)
    .replace(/(?<![\p{L}\d.])@(\p{L}[\p{L}\d_]*)/gu, (_, name: string) => `at ${splitName(name)}`)
}

function spokenAddress(address: string, say: EnglishWords): string {
  const [host = '', ...path] = address.replace(/\/+$/, '').split('/')
  return [spokenHost(host, say), ...path.map((part) => spokenParts(part, say))].join(' slash ')
}

function spokenHost(host: string, say: EnglishWords): string {
  const [name = '', port] = host.split(':')
  const labels = name.split('.')
  const isMachine = labels.every((label) => /^\d+$/.test(label))
  if (isMachine) return [labels.map((label) => say.digits(label)).join(' dot '), ...(port ? [say.digits(port)] : [])].join(' colon ')
  if (labels.length === 1) return [spokenParts(name, say), ...(port ? [say.digits(port)] : [])].join(' colon ')
  const last = labels.pop() ?? ''
  const front = labels.map((label) => (label.toLowerCase() === 'www' ? 'W W W' : spokenParts(label, say)))
  const spoken = [...front, spokenEnding(last)].join(' dot ')
  return port === undefined || port === '' ? spoken : `${spoken} colon ${say.digits(port)}`
}

function spokenEnding(ending: string): string {
  if (wordEndings.has(ending.toLowerCase())) return ending.toLowerCase()
  if (/^\d*$/.test(ending)) return ending
  return Array.from(ending.toUpperCase()).join(' ')
}

const ending = new RegExp(String.raw`\.(${fileEndings})$`)
const markNames: Readonly<Record<string, string>> = {
  '.': 'dot', '-': 'dash', '_': 'underscore', '+': 'plus', '%': 'percent', '?': 'question mark', '=': 'equals',
  '&': 'and', '#': 'hash', '~': 'tilde', ':': 'colon', '@': 'at',
}

/** The parts of a name with its marks said: "anna_lee-2" → "anna underscore lee dash two". */
export function spokenParts(name: string, say: EnglishWords): string {
  return name
    .replace(ending, (_, last: string) => ` dot ${spokenEnding(last)}`)
    .replace(/(?:^|[_-])v(?=\d)/g, ' V ')
    .replace(/[^\p{L}\p{M}\d ]/gu, (mark) => ` ${markNames[mark] ?? ''} `)
    .replace(/\d+/g, (digits) => ` ${digits.length > 4 ? say.digits(digits) : say.year(digits)} `)
    .replace(/ +/g, ' ')
    .trim()
}

/** "MachineLearning_2025" → "Machine Learning 2025". */
function splitName(name: string): string {
  return name
    .replaceAll('_', ' ')
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .replace(/(\p{L})(?=\d)|(\d)(?=\p{L})/gu, '$& ')
    .trim()
}
