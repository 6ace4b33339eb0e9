import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import rooms from './rooms.json'

const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8')

/** The rows of the README's one table of rooms, without its head. */
function tableOfRooms(): string[] {
  const [, below = ''] = readme.split('| room | holds | may import |\n|---|---|---|\n')
  return below.split('\n\n', 1).flatMap((table) => table.split('\n'))
}

it('stands in the README as the linter reads it', () => {
  const rows = Object.entries(rooms).map(([room, { holds, mayImport }]) => {
    const imports = mayImport.map((path) => `\`${path}\``).join(', ') || 'nothing of ours'
    return `| \`${room}\` | ${holds} | ${imports} |`
  })
  expect(tableOfRooms()).toEqual(rows)
})
