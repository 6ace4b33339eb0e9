import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, securityHeaders } from './security-headers'

const manifest = (...sources: string[]) => ({ packs: sources.map((source) => ({ sources: [source] })) })

function directive(policy: string, name: string): string[] {
  const words = policy.split('; ').map((part) => part.split(' '))
  return words.find(([first]) => first === name)?.slice(1) ?? []
}

describe('the Content-Security-Policy', () => {
  const hub = ['https://*.hf.co', 'https://*.huggingface.co', 'https://huggingface.co']

  it('lets connections go home and to Hugging Face with its file servers, and nowhere else', () => {
    expect(directive(contentSecurityPolicy(manifest('models/starter/')), 'connect-src')).toEqual(["'self'", ...hub])
  })

  it('lets models be added from hosts that whoever runs the app names', () => {
    const policy = contentSecurityPolicy({ ...manifest(), hosts: ['https://models.example', 'http://plain.example'] })
    expect(directive(policy, 'connect-src')).toEqual(["'self'", ...hub, 'https://models.example'])
  })

  it('lets connections go to the origins of the manifest, each once, without their paths', () => {
    const policy = contentSecurityPolicy(manifest('https://mirror.example/a/', 'https://mirror.example/b/', 'models/x/'))
    expect(directive(policy, 'connect-src')).toEqual(["'self'", ...hub, 'https://mirror.example'])
  })

  it('never opens unencrypted origins', () => {
    expect(contentSecurityPolicy(manifest('http://plain.example/'))).not.toContain('plain.example')
  })

  it('forbids inline script and style, eval of text, plugins, framing and forms', () => {
    const policy = securityHeaders(manifest())['Content-Security-Policy'] ?? ''
    expect(policy).not.toContain("'unsafe-inline'")
    expect(policy).not.toContain("'unsafe-eval'")
    expect(directive(policy, 'default-src')).toEqual(["'none'"])
    for (const name of ['object-src', 'form-action', 'frame-ancestors']) expect(directive(policy, name)).toEqual(["'none'"])
  })

  it('leaves frame-ancestors to the header: a meta tag cannot carry it', () => {
    expect(contentSecurityPolicy(manifest())).not.toContain('frame-ancestors')
  })
})
