import type { ReactElement } from 'react'
import { Checkbox } from '../../components/checkbox'
import { Select } from '../../components/select'
import { useApp } from '../../state/use-app'

/** How many candidates a sentence has, and what happens after a reading once Whisper is on this device. */
export function CheckSettings(): ReactElement {
  const checksReadings = useApp((state) => state.checksReadings)
  const retryLimit = useApp((state) => state.retryLimit)
  const bestOf = useApp((state) => state.bestOf)
  const setChecking = useApp((state) => state.setChecking)
  return (
    <div className="settings__column">
      <Select
        label="Versions of each sentence"
        value={String(bestOf)}
        options={[
          { value: '1', label: 'one' },
          ...[2, 3, 4, 5, 6, 7, 8].map((count) => ({ value: String(count), label: `the best of ${count}` })),
        ]}
        hint="The words decide first if Whisper is on this device, then the likeness to the voice. Each version takes its own time."
        onChange={(value) => { setChecking({ bestOf: Number(value) }) }}
      />
      <Checkbox checked={checksReadings} onChange={(chosen) => { setChecking({ checksReadings: chosen }) }}>
        Check every take once Whisper is on this device
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
        hint="Each attempt comes out slightly different; the best one is kept."
        onChange={(value) => { setChecking({ retryLimit: Number(value) }) }}
      />
    </div>
  )
}
