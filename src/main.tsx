import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { composeServices } from './app/compose'
import { listenForDocuments } from './app/incoming-documents'
import { applyTheme, readTheme } from './app/theme'
import { sweepExports } from './shared/storage/export-place'
import { createAppStore } from './state/create-app-store'

applyTheme(readTheme())
const store = createAppStore(composeServices())
void store.getState().start()
void sweepExports()
void listenForDocuments((file, name) => { void store.getState().readDocument(file, name) })

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App store={store} />
    </StrictMode>,
  )
}
