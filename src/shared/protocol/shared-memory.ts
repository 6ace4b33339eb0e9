/**
 * Whether threads of this page can share memory. An isolated page alone is not enough: WebKitGTK isolates pages and offers
 * them no `SharedArrayBuffer`. `scope` differs only in tests.
 */
export function sharesMemory(scope: { readonly crossOriginIsolated?: unknown } = globalThis as object): boolean {
  return scope.crossOriginIsolated === true && 'SharedArrayBuffer' in scope
}
