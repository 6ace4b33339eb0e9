import { describe, expect, it } from 'vitest'
import { withSecurityHeaders } from './with-security-headers'

const headers = { 'Cross-Origin-Embedder-Policy': 'require-corp' }

describe('withSecurityHeaders', () => {
  it('leaves an error response alone', () => {
    const response = Response.error()
    expect(withSecurityHeaders(response, headers)).toBe(response)
  })

  it('sets the headers over those of the host, and keeps body, status and the rest', async () => {
    const host = { 'Content-Type': 'text/html', 'Cross-Origin-Embedder-Policy': 'unsafe-none' }
    const secured = withSecurityHeaders(new Response('page', { status: 404, statusText: 'Not Found', headers: host }), headers)
    expect(secured.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(secured.headers.get('content-type')).toBe('text/html')
    expect([secured.status, secured.statusText, await secured.text()]).toEqual([404, 'Not Found', 'page'])
  })

  it.each([204, 205, 304])('does not trip over the missing body of a %i', (status) => {
    const secured = withSecurityHeaders(new Response(null, { status }), headers)
    expect([secured.status, secured.headers.get('cross-origin-embedder-policy')]).toEqual([status, 'require-corp'])
  })
})
