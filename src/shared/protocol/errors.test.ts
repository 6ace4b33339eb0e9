import { expect, it } from 'vitest'
import { errorInfo, isAbort, MynaError, outcomeOf, toMynaError } from './errors'

it.each([
  [new DOMException('stop', 'AbortError'), 'aborted'],
  [new DOMException('disk', 'QuotaExceededError'), 'storage-full'],
  [new RangeError('Array buffer allocation failed'), 'out-of-memory'],
  [new Error('std::bad_alloc'), 'out-of-memory'],
  [new Error('what?'), 'inference-failed'],
  ['a string', 'inference-failed'],
])('gives %s the code %s', (thrown, code) => {
  expect(errorInfo(thrown, 'inference-failed').code).toBe(code)
})

it('keeps code and detail of its own errors, whatever the fallback', () => {
  const error = new MynaError('model-truncated', '10 of 20 bytes')
  expect(errorInfo(error, 'internal')).toEqual({ code: 'model-truncated', detail: '10 of 20 bytes' })
  expect(toMynaError(error)).toBe(error)
})

it('keeps the cause of what it wraps', () => {
  const cause = new Error('deep')
  expect(toMynaError(cause).cause).toBe(cause)
})

it('tells an abort from a failure', () => {
  expect(isAbort(new DOMException('', 'AbortError'))).toBe(true)
  expect(isAbort(new Error('x'))).toBe(false)
})

it('turns a rejection into the error side of an outcome', async () => {
  expect(await outcomeOf(() => Promise.reject(new MynaError('text-empty')))).toEqual({
    ok: false,
    error: { code: 'text-empty', detail: 'text-empty' },
  })
  expect(await outcomeOf(() => 3)).toEqual({ ok: true, value: 3 })
})
