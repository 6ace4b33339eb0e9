import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { ErrorAlert } from '../../components/error-alert'
import { ProgressBar } from '../../components/progress-bar'
import { Select } from '../../components/select'
import { Slider } from '../../components/slider'
import type { SavedVoice } from '../../shared/protocol/records'
import { LONGEST_NAME, shownName } from '../../shared/text/shown-name'
import { errorWording } from '../../shared/text/wording/english/errors'
import { useApp } from '../../state/use-app'
import './closer-voice.css'
import { KeepMade } from './keep-made'

/** Makes a new voice of this one and another, where the engine that spoke last can. */
export function MixVoice({ voice }: { readonly voice: SavedVoice }): ReactElement | null {
  const canMix = useApp(({ engine, selectedPackId }) => engine?.mixes === true && engine.packId === selectedPackId)
  const voices = useApp((state) => state.voices)
  const others = voices.filter(({ id }) => id !== voice.id)
  if (!canMix || others.length === 0) return null
  return (
    <Disclosure title={`Mix ${shownName(voice.name)} with another voice`}>
      <MixForm voice={voice} others={others} />
    </Disclosure>
  )
}

interface MixFormProps {
  readonly voice: SavedVoice
  readonly others: readonly SavedVoice[]
}

function MixForm({ voice, others }: MixFormProps): ReactElement {
  const [chosen, setChosen] = useState(others[0]?.id ?? '')
  const [percent, setPercent] = useState(50)
  const mixVoices = useApp((state) => state.mixVoices)
  const stop = useApp((state) => state.stopMixing)
  const save = useApp((state) => state.saveMixture)
  const state = useApp(({ mixState }) => (mixState.phase !== 'idle' && mixState.voiceId === voice.id ? mixState : null))
  const other = others.find(({ id }) => id === chosen) ?? others[0]
  if (!other) return <></>
  const mixture = { voiceId: voice.id, otherId: other.id, share: percent / 100 }
  const isOfThese = state?.otherId === mixture.otherId && state.share === mixture.share
  return (
    <div className="mix-voice">
      <Select label="Other voice" value={other.id} options={others.map(({ id, name }) => ({ value: id, label: shownName(name) }))} onChange={setChosen} />
      <Slider
        label="Share of the other voice"
        value={percent}
        min={10}
        max={90}
        step={10}
        valueText={`${percent} % ${shownName(other.name)}, ${100 - percent} % ${shownName(voice.name)}`}
        onChange={setPercent}
      />
      {state?.phase === 'mixing' ? (
        <div className="closer-voice">
          <ProgressBar label={state.progress.label} fraction={state.progress.fraction || null} />
          <Button size="small" icon="stop" onClick={stop}>
            Stop mixing
          </Button>
        </div>
      ) : (
        <Button size="small" icon="play" onClick={() => void mixVoices(mixture)}>
          Hear the mixture
        </Button>
      )}
      {state?.phase === 'failed' && <ErrorAlert {...state.error} wording={errorWording(state.error.code)} />}
      {state?.phase === 'mixed' && isOfThese && (
        <KeepMade
          label="Name of the mixture"
          hint="The consents of both voices are kept with it."
          suggested={`${shownName(voice.name)} and ${shownName(other.name)}`.slice(0, LONGEST_NAME)}
          save={save}
        />
      )}
    </div>
  )
}
