/** SHA-256 of the whole of `bytes` in lower-case hex (FIPS 180-4, by WebCrypto: needs a secure context). */
export async function sha256Hex(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
