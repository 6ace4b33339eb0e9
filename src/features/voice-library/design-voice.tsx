import { useState, type ReactElement } from 'react'
import { Alert } from '../../components/alert'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { ErrorAlert } from '../../components/error-alert'
import { ProgressBar } from '../../components/progress-bar'
import { Slider } from '../../components/slider'
import { NO_WANDER, type VoiceWander } from '../../shared/protocol/inference'
import type { SavedVoice, VoiceDesign } from '../../shared/protocol/records'
import { LONGEST_NAME, shownName } from '../../shared/text/shown-name'
import { wanderWording } from '../../shared/text/wording/english/designs'
import { errorWording } from '../../shared/text/wording/english/errors'
import { useApp } from '../../state/use-app'
import './closer-voice.css'
import { KeepMade } from './keep-made'

const sliders: readonly (readonly [keyof VoiceWander, string])[] = [
  ['older', 'Younger or older'],
  ['brighter', 'Darker or brighter'],
  ['deeper', 'Higher or deeper'],
  ['livelier', 'Calmer or livelier'],
]

/** Makes a new voice of this one: a bit older, somebody else's timbre, or one that hides whose it is. */
export function DesignVoice({ voice }: { readonly voice: SavedVoice }): ReactElement | null {
  const canDesign = useApp(({ engine, selectedPackId }) => engine?.mixes === true && engine.packId === selectedPackId)
  if (!canDesign) return null
  return (
    <Disclosure title={`Design a voice from ${shownName(voice.name)}`}>
      <DesignForm voice={voice} />
    </Disclosure>
  )
}

function DesignForm({ voice }: { readonly voice: SavedVoice }): ReactElement {
  const [wander, setWander] = useState(NO_WANDER)
  const designVoice = useApp((state) => state.designVoice)
  const stop = useApp((state) => state.stopDesigning)
  const save = useApp((state) => state.saveDesign)
  const state = useApp(({ designState }) => (designState.phase !== 'idle' && designState.voiceId === voice.id ? designState : null))
  const isOfThese = sliders.every(([slider]) => state?.design.wander[slider] === wander[slider])
  const hear = (timbre: VoiceDesign['timbre']) => void designVoice({ voiceId: voice.id, design: { wander, timbre } })
  return (
    <div className="mix-voice">
      {sliders.map(([slider, label]) => (
        <Slider
          key={slider}
          label={label}
          value={wander[slider]}
          min={-1}
          max={1}
          step={0.25}
          valueText={wanderWording(slider, wander[slider])}
          onChange={(value) => { setWander({ ...wander, [slider]: value }) }}
        />
      ))}
      {state?.phase === 'designing' ? (
        <div className="closer-voice">
          <ProgressBar label={state.progress.label} fraction={state.progress.fraction || null} />
          <Button size="small" icon="stop" onClick={stop}>
            Stop
          </Button>
        </div>
      ) : (
        <div className="closer-voice">
          <Button size="small" icon="play" onClick={() => { hear('own') }}>
            Hear it
          </Button>
          <Button size="small" icon="dice" onClick={() => { hear('other') }}>
            Another timbre
          </Button>
          <Button size="small" onClick={() => { hear('hidden') }}>
            Hide whose voice it is
          </Button>
        </div>
      )}
      <p className="closer-voice__note">
        Pitch range, liveliness and pace stay unless you move them. “Older” and “brighter” are what recordings of known ages and the published styles
        have taught the app; age reaches from ten to about forty.
      </p>
      {state?.phase === 'failed' && <ErrorAlert {...state.error} wording={errorWording(state.error.code)} />}
      {state?.phase === 'designed' && (
        <>
          {state.likeness !== null && (
            <Alert kind="info" title="This app takes it for somebody else">
              <p>
                Its speaker encoder hears two strangers. People who know the voice may still recognise its melody and pace, and another
                program may hear more.
              </p>
            </Alert>
          )}
          {isOfThese && (
            <KeepMade
              label="Name of the new voice"
              hint="What it was made from, and the consent for that voice, are kept with it."
              suggested={state.design.timbre === 'hidden' ? 'A hidden voice' : `${shownName(voice.name)}, designed`.slice(0, LONGEST_NAME)}
              save={save}
            />
          )}
        </>
      )}
    </div>
  )
}
