/** The two readings of a comparison, as a person hears of them. */
export type ComparisonSide = 'a' | 'b'

/** What the player holds: one sound at a time, and only a reading belongs into "3 Listen". */
export type PlaybackSource =
  | { readonly kind: 'reading' }
  | { readonly kind: 'take'; readonly takeId: string }
  | { readonly kind: 'draft' }
  | { readonly kind: 'comparison'; readonly side: ComparisonSide }
  | { readonly kind: 'prompt'; readonly voiceId: string }
  | { readonly kind: 'sample'; readonly address: string }
