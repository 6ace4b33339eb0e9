import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import { excerpt } from '../../shared/text/excerpt'
import { formatDuration } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'

export interface BookChaptersProps {
  /** Titles that the person wrote, by take. */
  readonly names: Readonly<Record<string, string>>
  readonly onName: (takeId: string, name: string) => void
}

/** The chapters in their order, which can be changed with buttons. */
export function BookChapters({ names, onName }: BookChaptersProps): ReactElement {
  const bookTakes = useApp((state) => state.bookTakes)
  const takes = useApp((state) => state.takes)
  const move = useApp((state) => state.moveBookTake)
  const toggle = useApp((state) => state.toggleBookTake)
  return (
    <ol className="sound-export__chapters" aria-label="Chapters">
      {bookTakes.map((id, index) => {
        const take = takes.find((other) => other.id === id)
        const title = `chapter ${index + 1}`
        return (
          <li key={id}>
            <Field label={`Title of ${title}`} hint={take && `“${excerpt(take.text)}”, ${formatDuration(take.sampleCount / take.sampleRate)}`}>
              {(control) => (
                <input
                  {...control}
                  type="text"
                  maxLength={200}
                  placeholder={`Chapter ${index + 1}`}
                  value={names[id] ?? ''}
                  onChange={(event) => { onName(id, event.target.value) }}
                />
              )}
            </Field>
            <div className="sound-export__order">
              <Button size="small" disabled={index === 0} aria-label={`Move ${title} up`} onClick={() => { move(id, -1) }}>Up</Button>
              <Button size="small" disabled={index === bookTakes.length - 1} aria-label={`Move ${title} down`} onClick={() => { move(id, 1) }}>Down</Button>
              <Button size="small" aria-label={`Leave ${title} out`} onClick={() => { toggle(id) }}>Leave out</Button>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
