/** Statuses that may not carry a body; `Response` refuses to be made from them with one. */
const BODILESS_STATUSES = new Set([101, 204, 205, 304])

/**
 * The same response with `headers` set on top of its own. Opaque and error responses come back untouched: their
 * headers cannot be seen, let alone written.
 */
export function withSecurityHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  if (response.status === 0) return response
  const merged = new Headers(response.headers)
  for (const [name, value] of Object.entries(headers)) merged.set(name, value)
  const body = BODILESS_STATUSES.has(response.status) ? null : response.body
  return new Response(body, { status: response.status, statusText: response.statusText, headers: merged })
}
