/** `TextDecoder`, which threads give: worklets, which stand on this ground too, have none. */
export type DecoderClass = new (encoding: string, options?: { readonly fatal?: boolean }) => { readonly decode: (bytes: Uint8Array<ArrayBuffer>) => string }

/**
 * Bytes as text. A byte order mark decides; without one it is UTF-16 where every other byte of the beginning is zero, UTF-8 where it is
 * valid as that, and else Windows-1252, in which every byte means something.
 */
export function decodeText(bytes: Uint8Array<ArrayBuffer>, Decoder: DecoderClass): string {
  const encoding = encodingOf(bytes)
  if (encoding !== null) return new Decoder(encoding).decode(bytes)
  try {
    return new Decoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decodeWestern(bytes, Decoder)
  }
}

/** What Windows-1252 has where Latin 1 has control codes, from 0x80 on. */
const WESTERN = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Node, where the tests run, takes Windows-1252 for Latin 1. */
function decodeWestern(bytes: Uint8Array<ArrayBuffer>, Decoder: DecoderClass): string {
  return new Decoder('windows-1252').decode(bytes).replace(/[\u0080-\u009f]/g, (sign) => WESTERN.charAt(sign.charCodeAt(0) - 0x80))
}

function encodingOf(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  const start = bytes.subarray(0, 1000)
  const zeros = [0, 0]
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > 0.3 * start.length && even < 0.05 * start.length) return 'utf-16le'
  if (even > 0.3 * start.length && odd < 0.05 * start.length) return 'utf-16be'
  return null
}

/** As {@link decodeText}, but for markup, which may name its encoding in its first lines. */
export function decodeMarkup(bytes: Uint8Array<ArrayBuffer>, Decoder: DecoderClass): string {
  const start = new Decoder('windows-1252').decode(bytes.subarray(0, 2048))
  const named = /(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)/i.exec(start)?.[1]?.toLowerCase()
  if (encodingOf(bytes) !== null || named === undefined || named.startsWith('utf')) return decodeText(bytes, Decoder)
  try {
    return new Decoder(named).decode(bytes)
  } catch {
    return decodeText(bytes, Decoder)
  }
}
