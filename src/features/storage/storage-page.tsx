import { useEffect, useState, type ReactElement } from 'react'
import { Alert } from '../../components/alert'
import { PageHeading } from '../../components/page-heading'
import { errorWording } from '../../shared/text/wording/english/errors'
import { useApp } from '../../state/use-app'
import { EraseEverything } from './erase-everything'
import { KeptThings } from './kept-things'
import { KeepingPromise } from './keeping-promise'
import { RoomLeft } from './room-left'
import './storage.css'

/** What is kept on this device, how big it is, and how to delete it. */
export function StoragePage(): ReactElement {
  const report = useApp((state) => state.storage)
  const refreshStorage = useApp((state) => state.refreshStorage)
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    let here = true
    void refreshStorage().then(() => { if (here) setAsked(true) })
    return () => { here = false }
  }, [refreshStorage])
  return (
    <div className="storage">
      <PageHeading
        title="Storage"
        lead="Everything that Myna keeps is in this browser, on this device. None of it was ever sent anywhere."
      />
      {report === null && !asked && <p role="status">Looking at what is kept…</p>}
      {((report === null && asked) || report?.keeps === false) && <NoLastingStorage />}
      {report && (
        <>
          <KeptThings report={report} />
          <RoomLeft report={report} />
          <KeepingPromise persisted={report.persisted} />
          <EraseEverything />
        </>
      )}
    </div>
  )
}

function NoLastingStorage(): ReactElement {
  const { title, kept, advice } = errorWording('storage-unavailable')
  return (
    <Alert kind="warning" title={title}>
      <p>
        {kept} {advice}
      </p>
    </Alert>
  )
}
