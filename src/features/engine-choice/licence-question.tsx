import type { ReactElement } from 'react'
import { LicenceDialog } from '../../components/licence-dialog'
import { formatBytes } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'
import { keepingWording } from '../../shared/text/wording/english/keeping'
import { keepingOf } from './keeping'
import { sourceHosts } from './source-hosts'

/** Asks before anything is downloaded for the first time; a waiting reading continues by itself afterwards. */
export function LicenceQuestion(): ReactElement | null {
  const status = useApp(({ packs, licenceQuestion }) => packs.find(({ pack }) => pack.id === licenceQuestion))
  const storage = useApp((state) => state.storage)
  const accept = useApp((state) => state.acceptLicence)
  const download = useApp((state) => state.downloadPack)
  const decline = useApp((state) => state.declineLicence)
  if (!status) return null
  const { pack, totalBytes } = status
  return (
    <LicenceDialog
      open
      name={pack.name}
      sizeText={totalBytes !== null ? formatBytes(totalBytes) : pack.cost ? `About ${formatBytes(pack.cost.downloadBytes)}` : 'Size unknown until the first download'}
      keeping={keepingWording(keepingOf(status, storage))}
      licence={pack.licence}
      licenceUrl={pack.licenceUrl}
      credit={pack.credit}
      terms={pack.terms}
      sources={sourceHosts(pack.sources, window.location.href)}
      onAccept={() => {
        accept(pack.id)
        void download(pack.id)
      }}
      onCancel={decline}
    />
  )
}
