import { expect, it } from 'vitest'
import type { NoticesSlice } from './app/notices-slice'
import type { OwnChange } from './slice'
import type { SpeakSlice } from './speak/speak-slice'

/** Whether the compiler lets a slice make this change. */
type Verdict<Slice, Change> = Change extends OwnChange<Slice, Change> ? 'accepted' : 'refused'

it('changes its own fields and no others: the compiler sees to that', () => {
  const own: Verdict<NoticesSlice, { readonly notices: [] }> = 'accepted'
  const foreign: Verdict<NoticesSlice, Pick<SpeakSlice, 'text'>> = 'refused'
  const both: Verdict<NoticesSlice, { readonly notices: []; readonly text: string }> = 'refused'
  expect([own, foreign, both]).toEqual(['accepted', 'refused', 'refused'])
})
