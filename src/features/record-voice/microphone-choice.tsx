import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { Select } from '../../components/select'
import { useApp } from '../../state/use-app'

/** Which microphone records, where there is a choice. Browsers name the devices only once the person has allowed one. */
export function MicrophoneChoice(): ReactElement | null {
  const microphones = useApp((state) => state.microphones)
  const chosen = useApp((state) => state.microphoneId)
  const choose = useApp((state) => state.chooseMicrophone)
  const list = useApp((state) => state.listMicrophones)
  if (microphones.length === 0) {
    return (
      <Button variant="quiet" size="small" onClick={() => void list()}>
        Choose a microphone
      </Button>
    )
  }
  if (microphones.length === 1) return null
  const options = microphones.map(({ deviceId, label }, index) => ({ value: deviceId, label: label || `Microphone ${index + 1}` }))
  const known = microphones.some(({ deviceId }) => deviceId === chosen)
  return <Select label="Microphone" value={(known ? chosen : options[0]?.value) ?? ''} options={options} onChange={choose} />
}
