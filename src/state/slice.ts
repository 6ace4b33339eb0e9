import type { StoreApi } from 'zustand'
import type { AppState } from './app-state'

/** How a slice reads and changes the state: its own part and, where acts touch, the others'. */
export type SetState = StoreApi<AppState>['setState']
export type GetState = StoreApi<AppState>['getState']
