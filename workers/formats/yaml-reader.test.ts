import { describe, expect, it } from 'vitest'
import { readYaml } from './yaml-reader'

describe('YAML', () => {
  it('gives mappings, lists and scalars as JSON would', () => {
    const text = `
# what it is
weights_path: hf://maker/model/x.safetensors@0a1b # pinned
default_temperature: 0.3
remove_semicolons: true
frames: null
nothing:
replace_characters:
  '’': "'"   # an apostrophe
  ‘: ''''
  "\\u2013": ','
  '"': ''
  ':': ','
flow_lm:
  ratios: [6, 5, 4]
  empty: {}
  inner: { heads: 3, name: a b, list: [x, 'y, z'] }
  transformer:
    steps:
    - 6
    - -5
    period: 1.0e4
  last: yes it is
`
    expect(readYaml(text)).toEqual({
      weights_path: 'hf://maker/model/x.safetensors@0a1b',
      default_temperature: 0.3,
      remove_semicolons: true,
      frames: null,
      nothing: null,
      replace_characters: { '’': "'", '‘': "'", '–': ',', '"': '', ':': ',' },
      flow_lm: {
        ratios: [6, 5, 4],
        empty: {},
        inner: { heads: 3, name: 'a b', list: ['x', 'y, z'] },
        transformer: { steps: [6, -5], period: 10_000 },
        last: 'yes it is',
      },
    })
  })

  it.each([
    ['a block of text', 'a: |\n  b', 1],
    ['an anchor', 'a: 1\nb: &c 2', 2],
    ['a line without a key', 'a: 1\njust words', 2],
    ['a key that is further to the right', 'a: 1\n  b: 2', 2],
    ['a bracket that stays open', 'a: [1, 2', 1],
    ['a tab in front', 'a:\n\tb: 1', 2],
    ['a web page', '<!doctype html>', 1],
  ])('says in which line it cannot be read: %s', (_, text, line) => {
    expect(() => readYaml(text)).toThrow(expect.objectContaining({ code: 'model-invalid', detail: expect.stringContaining(`line ${line} `) as string }))
  })
})
