import type { ReactElement } from 'react'
import { Checkbox } from '../../components/checkbox'
import { Select } from '../../components/select'
import { useApp } from '../../store/use-app'

export interface CheckSettingsProps {
  /** Whether the chosen engine says a sentence in another way with another seed. */
  readonly engineVaries: boolean
}

/** What happens after a reading once the listener is on this device. */
export function CheckSettings({ engineVaries }: CheckSettingsProps): ReactElement {
  const checksReadings = useApp((state) => state.checksReadings)
  const retryLimit = useApp((state) => state.retryLimit)
  const setChecking = useApp((state) => state.setChecking)
  return (
    <div className="settings__checks">
      <Checkbox checked={checksReadings} onChange={(chosen) => { setChecking({ checksReadings: chosen }) }}>
        Check every reading once the listener is here
      </Checkbox>
      {engineVaries && (
        <Select
          label="A sentence that fails the check"
          value={String(retryLimit)}
          options={[
            { value: '0', label: 'stays as it is' },
            { value: '1', label: 'is spoken once more' },
            { value: '2', label: 'is spoken up to twice more' },
            { value: '3', label: 'is spoken up to three times more' },
          ]}
          hint="With another seed each time; the best one is kept."
          onChange={(value) => { setChecking({ retryLimit: Number(value) }) }}
        />
      )}
    </div>
  )
}
