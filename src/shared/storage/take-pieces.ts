/** All pieces of one take, as a range of keys: an empty list sorts behind every number. */
export function piecesOf(takeId: string): IDBKeyRange {
  return IDBKeyRange.bound([takeId], [takeId, []])
}

/** A view is stored with the whole buffer behind it, and shared memory not at all: those are copied first. */
export function storable(samples: Float32Array): Float32Array {
  const { buffer, byteLength } = samples
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? samples : new Float32Array(samples)
}
