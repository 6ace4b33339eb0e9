import { describe, expect, it } from 'vitest'
import { MynaError } from '../shared/protocol/errors'
import { microphoneError } from './microphone-error'

describe('microphoneError', () => {
  it.each([
    ['NotAllowedError', 'microphone-denied'],
    ['SecurityError', 'microphone-denied'],
    ['NotFoundError', 'microphone-missing'],
    ['OverconstrainedError', 'microphone-missing'],
    ['NotReadableError', 'microphone-failed'],
    ['AbortError', 'microphone-failed'],
    ['SomethingNewError', 'microphone-failed'],
  ])('calls %s %s and keeps what the browser said', (name, code) => {
    const error = microphoneError(new DOMException('as the browser says', name))
    expect(error.code).toBe(code)
    expect(error.detail).toBe(`${name}: as the browser says`)
  })

  it('passes errors with a code on and takes anything else that is thrown', () => {
    const known = new MynaError('microphone-missing')
    expect(microphoneError(known)).toBe(known)
    expect(microphoneError('a string')).toMatchObject({ code: 'microphone-failed', detail: 'a string' })
  })
})
