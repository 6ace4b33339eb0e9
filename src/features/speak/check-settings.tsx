import type { ReactElement } from 'react'
import { Checkbox } from '../../components/checkbox'
import { Select } from '../../components/select'
import { useApp } from '../../store/use-app'

/** What happens after a reading once the listener is on this device. */
export function CheckSettings(): ReactElement {
  const checksReadings = useApp((state) => state.checksReadings)
  const retryLimit = useApp((state) => state.retryLimit)
  const setChecking = useApp((state) => state.setChecking)
  return (
    <div className="settings__checks">
      <Checkbox checked={checksReadings} onChange={(chosen) => { setChecking({ checksReadings: chosen }) }}>
        Check every reading once the listener is here
      </Checkbox>
      <Select
        label="A sentence that fails the check"
        value={String(retryLimit)}
        options={[
          { value: '0', label: 'stays as it is' },
          { value: '1', label: 'is spoken once more' },
          { value: '2', label: 'is spoken up to twice more' },
          { value: '3', label: 'is spoken up to three times more' },
        ]}
        hint="A little otherwise each time; the best one is kept."
        onChange={(value) => { setChecking({ retryLimit: Number(value) }) }}
      />
    </div>
  )
}
