import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import type { DubLine } from '../../shared/protocol/records'
import { formatClock, formatDuration } from '../../shared/text/wording/english/figures'
import type { DubMisfit } from '../../state/dubbing/dub-lines'
import { useApp } from '../../state/use-app'

/** Lines that are shown at first: a film has more than a thousand. */
const SHOWN = 20

/** The lines with their times, each to be changed; those that did not fit come first and say by how much. */
export function DubLines({ lines, misfits }: { readonly lines: readonly DubLine[]; readonly misfits: readonly DubMisfit[] }): ReactElement {
  const setLine = useApp((state) => state.setDubLine)
  const [shown, setShown] = useState(SHOWN)
  const over = new Map(misfits.map(({ line, overSeconds }) => [line, overSeconds]))
  const order = [...lines.keys()].sort((a, b) => Number(over.has(b)) - Number(over.has(a)) || a - b)
  return (
    <>
      <ol className="dubbing__lines">
        {order.slice(0, shown).map((index) => {
          const { text, startSeconds } = lines[index] ?? { text: '', startSeconds: 0 }
          const overSeconds = over.get(index)
          const time = formatClock(startSeconds)
          return (
            <li key={index}>
              <span className="dubbing__time">{time}</span>
              <Field label={`Line at ${time}`} labelHidden error={overSeconds === undefined ? undefined : `${formatDuration(overSeconds)} too long`}>
                {(control) => <input {...control} type="text" value={text} onChange={(event) => { setLine(index, event.target.value) }} />}
              </Field>
            </li>
          )
        })}
      </ol>
      {order.length > shown && (
        <Button size="small" variant="quiet" onClick={() => { setShown(shown + 5 * SHOWN) }}>
          Show more lines
        </Button>
      )}
    </>
  )
}
