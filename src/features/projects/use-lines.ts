import { useMemo } from 'react'
import type { LineContext } from '../../state/projects/planned-lines'
import { useApp } from '../../state/use-app'

/** What lines depend on beside their project; the same object while that stays the same. */
export function useLineContext(): LineContext {
  const voices = useApp((state) => state.voices)
  const pronunciations = useApp((state) => state.pronunciations)
  return useMemo(() => ({ voices, pronunciations }), [voices, pronunciations])
}
