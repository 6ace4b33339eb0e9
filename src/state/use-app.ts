import { createContext, use } from 'react'
import { useStore, type StoreApi } from 'zustand'
import type { AppState } from './app-state'

/** Holds the one store; `app` provides it, everything below reads it through {@link useApp}. */
export const AppStoreContext = createContext<StoreApi<AppState> | null>(null)

/** The store itself, for event handlers that need the state of the moment. */
export function useAppStore(): StoreApi<AppState> {
  const store = use(AppStoreContext)
  if (store === null) throw new Error('useApp needs an AppStoreContext above it')
  return store
}

/**
 * A part of the app's state or one of its actions. The selector must give the same reference for the same state:
 * select one value at a time, or wrap the selector in zustand's `useShallow`.
 */
export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(useAppStore(), selector)
}
