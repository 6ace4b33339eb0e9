import type { ReactElement } from 'react'
import { ErrorAlert } from '../../components/error-alert'
import { errorWording } from '../../shared/text/wording/english/errors'
import { useApp } from '../../state/use-app'
import type { PromptDraft } from '../../state/record-voice/prompt-draft'

/** Below this, a person who listens for it hears the background. */
const AUDIBLE_SNR_DB = 28

const choices = [
  { sound: 'original', words: 'As recorded' },
  { sound: 'cleaned', words: 'Noise removed' },
] as const

/** The recording with its noise or without it: both can be heard, and what is chosen is what is saved. */
export function DraftSound({ draft: { sound, cleaning, figures } }: { readonly draft: PromptDraft }): ReactElement {
  const choose = useApp((state) => state.chooseDraftSound)
  const isNoisy = sound === 'original' && figures.snrDb < AUDIBLE_SNR_DB
  return (
    <fieldset className="draft-sound">
      <legend className="draft-sound__legend">Sound</legend>
      <div className="draft-sound__choices">
        {choices.map((choice) => (
          <label key={choice.sound} className="draft-sound__choice" data-selected={sound === choice.sound}>
            <input type="radio" name="draft-sound" checked={sound === choice.sound} onChange={() => { choose(choice.sound) }} />
            {choice.words}
          </label>
        ))}
      </div>
      <p className="draft-sound__hint" role="status">
        {hintFor(sound, cleaning.phase, isNoisy)}
      </p>
      {cleaning.phase === 'failed' && <ErrorAlert {...cleaning.error} wording={errorWording(cleaning.error.code)} />}
    </fieldset>
  )
}

function hintFor(sound: PromptDraft['sound'], phase: PromptDraft['cleaning']['phase'], isNoisy: boolean): string {
  if (sound === 'cleaned') return phase === 'ready' ? 'Play both and keep the one that sounds more like you.' : 'Removing the noise…'
  return isNoisy ? 'There is noise: hear what removing it does before you decide.' : 'Quiet enough as it is. Removing noise may dull a voice.'
}
