/**
 * Whether threads of this page can share memory. An isolated page alone is not enough: WebKitGTK isolates pages and offers
 * them no `SharedArrayBuffer`.
 */
export function sharesMemory(): boolean {
  return (globalThis as { readonly crossOriginIsolated?: boolean }).crossOriginIsolated === true && 'SharedArrayBuffer' in globalThis
}
