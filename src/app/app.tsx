// First, because it names the layers in their order.
import './tokens.css'
import './base.css'
import { useEffect, useRef, type ReactElement } from 'react'
import type { StoreApi } from 'zustand'
import { LicenceQuestion } from '../features/engine-choice/licence-question'
import { BookDialog } from '../features/sound-export/book-dialog'
import { ExportDialog } from '../features/sound-export/export-dialog'
import { ExportStatus } from '../features/sound-export/export-status'
import type { AppState } from '../state/app-state'
import { holdsUnkept } from '../state/app/app-update-slice'
import { AppStoreContext, useApp } from '../state/use-app'
import { Announcer } from './announcer'
import { ErrorBoundary } from './error-boundary'
import { Masthead } from './masthead'
import { Notices } from './notices'
import { NowPlaying } from './now-playing'
import { Page } from './page'
import { pages, useRoute, type PageId } from './route'
import { UpdateBanner } from './update-banner'
import './app.css'

export function App({ store }: { readonly store: StoreApi<AppState> }): ReactElement {
  return (
    <ErrorBoundary>
      <AppStoreContext value={store}>
        <Shell />
      </AppStoreContext>
    </ErrorBoundary>
  )
}

/** What surrounds every page. */
function Shell(): ReactElement {
  const page = useRoute()
  useFreshLists()
  useQuestionAtLeaving()
  usePageArrival(page)
  return (
    <div className="app">
      <a className="app__skip" href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <Masthead page={page} />
      <Announcer />
      <main id="main" className="app__main" tabIndex={-1}>
        <UpdateBanner />
        <Notices />
        <ExportStatus />
        <Page page={page} />
        {page !== 'speak' && <NowPlaying />}
      </main>
      <footer className="app__footer">
        Recordings, texts and sounds stay on this device. <a href="#/about">About privacy and licences</a>
      </footer>
      <LicenceQuestion />
      <ExportDialog />
      <BookDialog />
    </div>
  )
}

/** Another tab may have saved or deleted a voice or a pronunciation while this one was away. */
function useFreshLists(): void {
  const refreshVoices = useApp((state) => state.refreshVoices)
  const refreshPronunciations = useApp((state) => state.refreshPronunciations)
  useEffect(() => {
    const refresh = () => {
      void refreshVoices()
      void refreshPronunciations()
    }
    window.addEventListener('focus', refresh)
    return () => { window.removeEventListener('focus', refresh) }
  }, [refreshVoices, refreshPronunciations])
}

/** The browser asks before it closes what is kept nowhere else. */
function useQuestionAtLeaving(): void {
  const wouldLose = useApp(holdsUnkept)
  useEffect(() => {
    if (!wouldLose) return
    const ask = (event: BeforeUnloadEvent) => { event.preventDefault() }
    window.addEventListener('beforeunload', ask)
    return () => { window.removeEventListener('beforeunload', ask) }
  }, [wouldLose])
}

/** Names the document after the page; a change of page begins at its top, for eyes and for screen readers. */
function usePageArrival(page: PageId): void {
  const shown = useRef(page)
  useEffect(() => {
    const title = pages.find(({ id }) => id === page)?.title ?? ''
    document.title = page === 'speak' ? 'Myna' : `${title} · Myna`
    if (shown.current === page) return
    shown.current = page
    window.scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [page])
}

/** The address names the page, so the link may not change it. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
