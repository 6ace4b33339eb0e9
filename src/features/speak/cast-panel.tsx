import { useDeferredValue, useMemo, type ReactElement } from 'react'
import { Checkbox } from '../../components/checkbox'
import { Disclosure } from '../../components/disclosure'
import { Select } from '../../components/select'
import { NARRATOR } from '../../shared/protocol/script'
import { findNames, foldedName, type FoundName } from '../../shared/text/script/speakers'
import { useApp } from '../../state/use-app'
import './cast-panel.css'

/** Nobody chooses a voice for more: who else speaks in such a text has the narrator's. */
const MOST_SHOWN = 40
const GAPS = [
  { value: '', label: 'As usual' },
  { value: '0.1', label: 'Hardly any' },
  { value: '0.3', label: '0.3 seconds' },
  { value: '0.6', label: '0.6 seconds' },
  { value: '1', label: '1 second' },
  { value: '2', label: '2 seconds' },
]

/** Who speaks in the text, and with which voice: there only where the text names somebody. */
export function CastPanel({ text }: { readonly text: string }): ReactElement | null {
  // Whoever types is not held up by names that may change with the next letter.
  const settled = useDeferredValue(text)
  const names = useMemo(() => findNames(settled), [settled])
  const { isOn, gapSeconds } = useApp((state) => state.cast)
  const setCast = useApp((state) => state.setCast)
  if (names.length === 0) return null
  return (
    <Disclosure title="Who speaks" summary={isOn ? `${listed(names)}, each with a voice` : `${listed(names)}: give each a voice`}>
      <div className="cast">
        <Checkbox checked={isOn} onChange={(checked) => { setCast({ isOn: checked }) }}>
          Give everybody in the text a voice. Names before lines are not read out.
        </Checkbox>
        {isOn && (
          <>
            <div className="cast__roles" role="group" aria-label="Voices of the text">
              <RoleVoice name={NARRATOR} label="Narrator" usual="The voice chosen in step 1" />
              {names.slice(0, MOST_SHOWN).map(({ name, count }) => (
                <RoleVoice key={foldedName(name)} name={name} label={`${name}, ${count === 1 ? 'once' : `${count} times`}`} usual="The narrator’s voice" />
              ))}
              <Select
                label="Gap between speakers" value={gapSeconds === null ? '' : String(gapSeconds)} options={GAPS}
                onChange={(value) => { setCast({ gapSeconds: value === '' ? null : Number(value) }) }}
              />
            </div>
            {names.length > MOST_SHOWN && <p className="cast__more">{unlisted(names.length - MOST_SHOWN)}</p>}
          </>
        )}
      </div>
    </Disclosure>
  )
}

interface RoleVoiceProps {
  readonly name: string
  readonly label: string
  /** Whose voice it has where none is chosen. */
  readonly usual: string
}

function RoleVoice({ name, label, usual }: RoleVoiceProps): ReactElement {
  const voices = useApp((state) => state.voices)
  const setRole = useApp((state) => state.setRole)
  const chosen = useApp(({ cast }) => cast.roles.find((role) => foldedName(role.name) === foldedName(name))?.voiceId)
  const options = [{ value: '', label: usual }, ...voices.map((voice) => ({ value: voice.id, label: voice.name }))]
  return (
    <Select
      label={label} options={options} value={voices.some(({ id }) => id === chosen) ? (chosen ?? '') : ''}
      onChange={(voiceId) => { setRole(name, voiceId === '' ? null : voiceId) }}
    />
  )
}

function unlisted(count: number): string {
  const [who, are, have] = count === 1 ? ['One more speaker', 'is', 'has'] : [`${count.toLocaleString()} more speakers`, 'are', 'have']
  return `${who} ${are} not listed and, unless you chose a voice before, ${have} the narrator’s.`
}

function listed(names: readonly FoundName[]): string {
  const [first, second, third, ...more] = names.map(({ name }) => name)
  if (more.length > 0) return `${first}, ${second} and ${names.length - 2} others`
  return [first, second, third].filter((name) => name !== undefined).join(', ')
}
