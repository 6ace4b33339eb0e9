import { useSyncExternalStore } from 'react'

/**
 * The pages, in the order of the navigation. The address after the # names the page; none is the first one. A page that
 * is part of another one has no place of its own in the navigation.
 */
export const pages = [
  { id: 'speak', title: 'Speak' },
  { id: 'projects', title: 'Projects' },
  { id: 'document', title: 'Document', partOf: 'speak' },
  { id: 'pronunciations', title: 'Pronunciations', partOf: 'speak' },
  { id: 'history', title: 'History' },
  { id: 'compare', title: 'Compare', partOf: 'history' },
  { id: 'models', title: 'Models' },
  { id: 'gpu-test', title: 'Test this GPU', partOf: 'models' },
  { id: 'storage', title: 'Storage' },
  { id: 'about', title: 'About' },
] as const

/** The pages that the navigation names. */
export const mainPages = pages.filter((page) => !('partOf' in page))

export type PageId = (typeof pages)[number]['id']

export function pageOfHash(hash: string): PageId {
  const id = hash.replace(/^#\/?/, '')
  return pages.find((page) => page.id === id)?.id ?? 'speak'
}

/** The page of the navigation that a page is, or is part of. */
export function mainPageOf(id: PageId): PageId {
  const page = pages.find((candidate) => candidate.id === id)
  return page && 'partOf' in page ? page.partOf : id
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => { window.removeEventListener('hashchange', onChange) }
}

/** The page that the address asks for. */
export function useRoute(): PageId {
  return useSyncExternalStore(subscribe, () => pageOfHash(window.location.hash))
}
