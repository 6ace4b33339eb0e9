import { useSyncExternalStore } from 'react'

/** The pages, in the order of the navigation. The address after the # names the page; none is the first one. */
export const pages = [
  { id: 'speak', title: 'Speak' },
  { id: 'history', title: 'History' },
  { id: 'models', title: 'Models' },
  { id: 'storage', title: 'Storage' },
  { id: 'about', title: 'About' },
] as const

export type PageId = (typeof pages)[number]['id']

export function pageOfHash(hash: string): PageId {
  const id = hash.replace(/^#\/?/, '')
  return pages.find((page) => page.id === id)?.id ?? 'speak'
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => { window.removeEventListener('hashchange', onChange) }
}

/** The page that the address asks for. */
export function useRoute(): PageId {
  return useSyncExternalStore(subscribe, () => pageOfHash(window.location.hash))
}
