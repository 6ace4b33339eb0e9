/** Opens something at the first call and gives the same one from then on; after a failure the next call tries again. */
export function openedOnce<T>(open: () => Promise<T>): () => Promise<T> {
  let opening: Promise<T> | null = null
  return async () => {
    opening ??= open()
    try {
      return await opening
    } catch (thrown) {
      opening = null
      throw thrown
    }
  }
}
