import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { composeServices } from './app/compose'
import { applyTheme, readTheme } from './app/theme'
import { createAppStore } from './state/create-app-store'

applyTheme(readTheme())
const store = createAppStore(composeServices())
void store.getState().start()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App store={store} />
    </StrictMode>,
  )
}
