import type { ReactElement } from 'react'
import { AboutPage } from '../features/about/about-page'
import { ComparePage } from '../features/compare/compare-page'
import { DocumentPage } from '../features/documents/document-page'
import { GpuTestPage } from '../features/gpu-test/gpu-test-page'
import { HistoryPage } from '../features/history/history-page'
import { ModelsPage } from '../features/models/models-page'
import { ProjectsPage } from '../features/projects/projects-page'
import { PronunciationsPage } from '../features/speak/pronunciations-page'
import { StoragePage } from '../features/storage/storage-page'
import type { PageId } from './route'
import { SpeakPage } from './speak-page'

export function Page({ page }: { readonly page: PageId }): ReactElement {
  switch (page) {
    case 'speak':
      return <SpeakPage />
    case 'projects':
      return <ProjectsPage />
    case 'document':
      return <DocumentPage />
    case 'pronunciations':
      return <PronunciationsPage />
    case 'history':
      return <HistoryPage />
    case 'compare':
      return <ComparePage />
    case 'models':
      return <ModelsPage />
    case 'gpu-test':
      return <GpuTestPage />
    case 'storage':
      return <StoragePage />
    case 'about':
      return <AboutPage />
  }
}
