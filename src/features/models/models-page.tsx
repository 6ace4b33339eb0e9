import { useEffect, useRef, useState, type ReactElement } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { PageHeading } from '../../components/page-heading'
import { Panel } from '../../components/panel'
import { comesFromDisk, type PackStatus } from '../../shared/protocol/model-pack'
import { recommendPack } from '../../state/models/pack-speed'
import { useApp } from '../../state/use-app'
import { formatBytes } from '../../shared/text/wording/english/figures'
import { AddByAddress } from './add-by-address'
import { DiskImport } from './disk-import'
import { PackCard } from './pack-card'
import './models.css'

/** The engines that can speak: what each is, whose it is, and where its files stand on this device. */
export function ModelsPage(): ReactElement {
  const packs = useApp((state) => state.packs)
  const removePack = useApp((state) => state.removePack)
  const language = useApp((state) => state.language)
  const speed = useApp((state) => state.deviceSpeed)
  const measureDeviceSpeed = useApp((state) => state.measureDeviceSpeed)
  useEffect(() => { void measureDeviceSpeed() }, [measureDeviceSpeed])
  const recommendation = speed && recommendPack(packs, language, { speed, cores: navigator.hardwareConcurrency, memoryBytes: memoryBytes() })
  const [doomed, setDoomed] = useState<PackStatus | null>(null)
  const sharedBytes = doomed?.sharedBytes ?? 0
  const list = useRef<HTMLDivElement>(null)

  async function confirmRemove({ pack }: PackStatus): Promise<void> {
    setDoomed(null)
    await removePack(pack.id)
    // The button that had the focus is gone with the files.
    list.current?.focus()
  }

  const card = (status: PackStatus) => <PackCard key={status.pack.id} status={status} recommended={recommendation?.packId === status.pack.id ? recommendation : null} onRemove={() => { setDoomed(status) }} />
  return (
    <div className="models">
      <PageHeading
        title="Models"
        lead="An engine is downloaded once and then works without a network. Nothing is downloaded until you say so."
      />
      <div ref={list} tabIndex={-1} className="models__list">
        {packs.length === 0 && <p>Reading the list of engines…</p>}
        {packs.map(card)}
      </div>
      <AddByAddress />
      <DiskImport />
      <Panel title="Graphics processor" lead="Whether this device’s GPU can help an engine, and how fast it is, before anything is downloaded.">
        <p>
          <a href="#/gpu-test">Test this GPU</a>
        </p>
      </Panel>
      <ConfirmDialog
        open={doomed !== null}
        title={`Remove ${doomed?.pack.name ?? ''}?`}
        confirmLabel="Remove its files"
        onCancel={() => { setDoomed(null) }}
        onConfirm={() => { if (doomed) void confirmRemove(doomed) }}
      >
        <p>
          {formatBytes((doomed?.state.receivedBytes ?? 0) - sharedBytes)} are freed.{' '}
          {sharedBytes > 0 && `${formatBytes(sharedBytes)} stay, because another engine uses the same files. `}To speak with this engine again they have to be{' '}
          {doomed && comesFromDisk(doomed.pack) ? 'chosen from your disk' : 'downloaded'} again.
        </p>
        <p>Your voices and your history stay.</p>
      </ConfirmDialog>
    </div>
  )
}

/** What the device has, as far as the browser tells: never more than 8 GiB. */
function memoryBytes(): number | null {
  const said = 'deviceMemory' in navigator ? Number(navigator.deviceMemory) : NaN
  return said > 0 ? said * 2 ** 30 : null
}
