/** Reads the state as far as a slice needs it: its own part and those of the slices that it names. */
export type GetState<Needed> = () => Needed

/** A change that has fields of `Slice` alone: with any other field no value fits. */
export type OwnChange<Slice, Change> = Change & { readonly [Foreign in Exclude<keyof Change, keyof Slice>]: never }

/**
 * Changes the part of the state that one slice owns. The compiler refuses a field of another slice: the way there is that
 * slice's action.
 */
export type SetSlice<Slice> = <Change extends Partial<Slice>>(change: OwnChange<Slice, Change>) => void
