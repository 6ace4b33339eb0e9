import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createProfileFolder, removeProfileFolder } from './profile-folder'

/** Writes files without a pause, until some time after it says that there are many, or until their folder is gone. */
const WRITER = `
const { writeFileSync } = require('node:fs')
let endMs = Infinity
for (let count = 0; Date.now() < endMs; count++) {
  writeFileSync(process.argv[1] + '/' + count, '')
  if (count !== 2000) continue
  process.stdout.write('many')
  endMs = Date.now() + 500
}
`

it('removes the profile of a browser whose last process still writes', async () => {
  const folder = createProfileFolder()
  const writer = spawn(process.execPath, ['-e', WRITER, folder], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(writer, 'close')
  await once(writer.stdout, 'data')
  await removeProfileFolder(folder)
  await ended
  expect(existsSync(folder)).toBe(false)
})
