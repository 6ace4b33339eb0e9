import { describe, expect, it } from 'vitest'

import { readModelCard } from './licence'

const card = (...lines: readonly string[]) => readModelCard(['---', ...lines, '---', '# A model', 'license: not here'].join('\n'))

describe('a model card', () => {
  it.each<[name: string, found: ReturnType<typeof readModelCard>, licence: string | null, languages: readonly string[]]>([
    ['without metadata', readModelCard('# Hello\nlicense: mit'), null, []],
    ['that says nothing of it', card('tags: [tts]'), null, []],
    ['with one language', card('license: cc-by-4.0', 'language: ja'), 'cc-by-4.0', ['ja']],
    ['with quotes and remarks', card('license: "cc-by-nc-4.0" # really', "language: 'eu'"), 'cc-by-nc-4.0', ['eu']],
    ['with a licence of its own', card('license: other', 'license_name: kyutai-terms', 'license_link: LICENSE'), 'kyutai-terms', []],
    ['with a list below', card('language:', '- pl', '- en', 'license: mit'), 'mit', ['pl', 'en']],
    ['with a list in brackets', card('language: [cs, "sk"]'), null, ['cs', 'sk']],
    ['with what no small reader of YAML can read', card('license: apache-2.0', 'widget:', '- text: |', '    many: lines', 'x: &anchor !tag'), 'apache-2.0', []],
    ['with the line ends of Windows', readModelCard('---\r\nlicense: mit\r\nlanguage:\r\n- el\r\n---\r\n'), 'mit', ['el']],
  ])('%s', (_, found, licence, languages) => {
    expect(found).toEqual({ licence, languages })
  })
})
