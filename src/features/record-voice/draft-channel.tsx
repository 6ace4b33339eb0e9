import type { ReactElement } from 'react'
import { channelName, channelWording } from '../../shared/text/wording/english/prompts'
import type { PromptDraft } from '../../state/record-voice/prompt-draft'
import { useApp } from '../../state/use-app'

/** Which side of a recording is used, where they differ. */
export function DraftChannel({ draft: { clips } }: { readonly draft: PromptDraft }): ReactElement | null {
  const choose = useApp((state) => state.chooseDraftChannel)
  const [clip, another] = clips
  if (!clip?.channels || another) return null
  const { choice, used } = clip.channels
  if (choice.offered.length < 2) return <p className="draft-sound__hint">{channelWording(choice)}</p>
  return (
    <fieldset className="draft-sound">
      <legend className="draft-sound__legend">{choice.reason === 'two-voices' ? 'Two voices: left or right?' : 'Channel'}</legend>
      <div className="draft-sound__choices">
        {choice.offered.map((use) => (
          <label key={use} className="draft-sound__choice" data-selected={used === use}>
            <input type="radio" name="draft-channel" checked={used === use} onChange={() => { choose(use) }} />
            {channelName(use)}
          </label>
        ))}
      </div>
      <p className="draft-sound__hint">{channelWording(choice)}</p>
    </fieldset>
  )
}
