import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** The module that `specifier` means in `from`, or null for a package, a style sheet or a file of data. */
function moduleOf(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  const path = resolve(dirname(from), specifier.replace(/\?.*$/, ''))
  const found = [path, `${path}.ts`, `${path}.tsx`].find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
  return found !== undefined && /\.tsx?$/.test(found) ? found : null
}

/** What each module imports, for its types alone too: the linter's own rule does not look at those. */
function importsBelow(folder: string): Map<string, readonly string[]> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))
  return new Map(
    names.map((name) => {
      const path = join(root, folder, name)
      const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'))
      return [path, importedFiles.flatMap(({ fileName }) => moduleOf(path, fileName) ?? [])]
    }),
  )
}

/** Groups of modules that reach each other: strongly connected components (Tarjan 1972) of more than one module. */
function cyclesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const [order, lowest] = [new Map<string, number>(), new Map<string, number>()]
  const open: string[] = []
  const cycles: string[][] = []
  const visit = (module: string) => {
    order.set(module, order.size)
    lowest.set(module, order.size - 1)
    open.push(module)
    for (const imported of imports.get(module) ?? []) {
      if (!order.has(imported)) visit(imported)
      if (open.includes(imported)) lowest.set(module, Math.min(lowest.get(module) ?? 0, lowest.get(imported) ?? 0))
    }
    if (lowest.get(module) !== order.get(module)) return
    const group = open.splice(open.indexOf(module))
    if (group.length > 1) cycles.push(group)
  }
  for (const module of imports.keys()) if (!order.has(module)) visit(module)
  return cycles
}

it('finds a cycle, and only what belongs to it', () => {
  const imports = new Map([['a', ['b']], ['b', ['c', 'd']], ['c', ['a']], ['d', []]])
  expect(cyclesOf(imports).map((group) => [...group].sort())).toEqual([['a', 'b', 'c']])
  expect(cyclesOf(new Map([['a', ['b', 'c']], ['b', ['c']], ['c', []]]))).toEqual([])
})

it('finds none among the modules, types included', () => {
  const imports = new Map(['src', 'workers', 'scripts', 'e2e'].flatMap((folder) => [...importsBelow(folder)]))
  expect(imports.size).toBeGreaterThan(500)
  const cycles = cyclesOf(imports).map((group) => group.map((path) => relative(root, path)).sort())
  expect(cycles).toEqual([])
})
