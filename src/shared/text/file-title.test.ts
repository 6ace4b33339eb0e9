import { expect, it } from 'vitest'
import { fileTitle } from './file-title'

it.each([
  ['../../etc/passwd', '.. .. etc passwd'],
  ['What? A "title": <one>', 'What A title one'],
  ['Ends with dots...', 'Ends with dots'],
  ['\n\t', ''],
  ['😀'.repeat(80), '😀'.repeat(60)],
])('makes a name of %j', (title, name) => {
  expect(fileTitle(title)).toBe(name)
})
