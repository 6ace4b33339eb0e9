import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readIdentityArguments } from './identity-arguments'

const people = mkdtempSync(join(tmpdir(), 'myna-people-'))
writeFileSync(join(people, 'people.json'), '[]')
const whole = ['--identity', '--people', people, '--out', tmpdir()]

describe('a command line that cannot be followed', () => {
  it.each([
    ['no people', ['--identity', '--out', tmpdir()], 'usage'],
    ['a folder without people', ['--identity', '--people', tmpdir(), '--out', tmpdir()], 'file-missing'],
    ['a method that there is not', [...whole, '--methods', 'searched,guessed'], 'usage'],
    ['nobody to speak as', [...whole, '--limit', '0'], 'usage'],
    ['a model that is not there', [...whole, '--dnsmos', 'nowhere.onnx'], 'file-missing'],
    ['an option that there is not', [...whole, '--loud'], 'usage'],
  ])('is refused: %s', (_, args, code) => {
    expect(() => readIdentityArguments(args)).toThrow(expect.objectContaining({ code }) as Error)
  })
})

it('takes everybody and every method when nothing is said', () => {
  const { methods, limit, dnsmos } = readIdentityArguments(whole)
  expect([methods, limit, dnsmos]).toEqual([['searched', 'encoded', 'learned', 'followed'], Infinity, null])
})

it('takes the methods that are named, in their order', () => {
  expect(readIdentityArguments([...whole, '--methods', 'encoded,searched']).methods).toEqual(['encoded', 'searched'])
})
