import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => { vi.unstubAllGlobals() })

it('lets its owner hear why it cannot start: as an error of the thread', async () => {
  const scope: { onmessage?: (event: { readonly data: unknown }) => void; readonly postMessage: () => void } = { postMessage: vi.fn() }
  vi.stubGlobal('self', scope)
  await import('./kernel-helper.worker')
  const later = new Promise<() => void>((resolve) => { vi.stubGlobal('setTimeout', resolve) })
  scope.onmessage?.({ data: { module: 'no module', memory: new WebAssembly.Memory({ initial: 1 }), board: 0, lanes: 2, lane: 1 } })
  expect(await later).toThrow('WebAssembly.Module')
  expect(scope.postMessage).not.toHaveBeenCalled()
})
