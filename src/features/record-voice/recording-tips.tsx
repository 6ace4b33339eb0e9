import type { ReactElement } from 'react'
import { Disclosure } from '../../components/disclosure'
import { Icon } from '../../components/icon'

const tips = [
  'A quiet room, with curtains or a sofa rather than bare walls.',
  'A hand’s width from the microphone, without touching it.',
  'Your usual way of speaking: the copy speaks as you do now.',
]

/** What decides how good the copy becomes, for somebody who does it the first time. */
export function RecordingTips(): ReactElement {
  return (
    <Disclosure title="For a good recording">
      <ul className="recording-tips">
        {tips.map((tip) => (
          <li key={tip}>
            <Icon name="check" />
            {tip}
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}
