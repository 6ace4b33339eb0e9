import type { ReactElement } from 'react'
import type { PageId } from './route'
import { SpeakPage } from './speak-page'

export function Page({ page }: { readonly page: PageId }): ReactElement {
  switch (page) {
    case 'speak':
    case 'history':
    case 'models':
    case 'storage':
    case 'about':
      return <SpeakPage />
  }
}
