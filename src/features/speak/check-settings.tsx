import type { ReactElement } from 'react'
import { Checkbox } from '../../components/checkbox'
import { Select } from '../../components/select'
import { useApp } from '../../state/use-app'

/** What happens after a reading once the listener is on this device. */
export function CheckSettings(): ReactElement {
  const checksReadings = useApp((state) => state.checksReadings)
  const retryLimit = useApp((state) => state.retryLimit)
  const bestOf = useApp((state) => state.bestOf)
  const setChecking = useApp((state) => state.setChecking)
  return (
    <div className="settings__checks">
      <Select
        label="Readings of each sentence"
        value={String(bestOf)}
        options={[
          { value: '1', label: 'one' },
          ...[2, 3, 4, 5, 6, 7, 8].map((count) => ({ value: String(count), label: `the best of ${count}` })),
        ]}
        hint="Its words decide, where the listener is here; then the likeness to the voice. Takes as many times as long."
        onChange={(value) => { setChecking({ bestOf: Number(value) }) }}
      />
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
