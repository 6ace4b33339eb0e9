import type { ReactElement } from 'react'
import { Select } from '../../components/select'
import { isVoicePack } from '../../shared/protocol/model-pack'
import { useApp } from '../../state/use-app'

/** Which engine speaks, and what it can honestly do. */
export function EngineChoice(): ReactElement | null {
  const packs = useApp((state) => state.packs)
  const selectedId = useApp((state) => state.selectedPackId)
  const select = useApp((state) => state.selectPack)
  const status = packs.find(({ pack }) => pack.id === selectedId)
  if (!status) return null
  return (
    <Select
      label="Engine"
      value={status.pack.id}
      options={packs.filter(({ pack }) => isVoicePack(pack)).map(({ pack }) => ({ value: pack.id, label: pack.name }))}
      onChange={select}
      hint={
        status.pack.engine === 'kokoro'
          ? 'Starter voice: leans towards a recording at once, and can learn it; for a clone at once load Pocket TTS.'
          : status.pack.description
      }
    />
  )
}

