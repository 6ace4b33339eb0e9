/** The boxes that MP4 files are made of (ISO/IEC 14496-12): a length, four letters, content. */

/** One box and where its content lies. */
export interface Box {
  readonly type: string
  /** The whole box, its header included. */
  readonly bytes: Uint8Array
  readonly content: Uint8Array
}

/** The boxes that lie one behind the other in `bytes`. Throws RangeError where they do not fit in. */
export function readBoxes(bytes: Uint8Array): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const boxes: Box[] = []
  for (let at = 0; at < bytes.length; ) {
    const short = view.getUint32(at)
    const header = short === 1 ? 16 : 8
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short
    if (size < header || at + size > bytes.length) throw new RangeError(`a box of ${size} bytes at ${at} of ${bytes.length}`)
    const whole = bytes.subarray(at, at + size)
    boxes.push({ type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), bytes: whole, content: whole.subarray(header) })
    at += size
  }
  return boxes
}

/** A box of the given content. */
export function box(type: string, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = joinBytes(content)
  const whole = new Uint8Array(8 + body.length)
  const view = new DataView(whole.buffer)
  view.setUint32(0, whole.length)
  for (let i = 0; i < 4; i++) whole[4 + i] = type.charCodeAt(i)
  whole.set(body, 8)
  return whole
}

/** A box with a version and flags. */
export function fullBox(type: string, flags: number, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return box(type, u32(flags), ...content)
}

/**
 * A box with flags and a duration: version 1, whose times take 64 bits, where the duration does not fit into 32.
 *
 * @param content gets how a time is written
 */
export function timedBox(type: string, flags: number, duration: number, content: (time: (value: number) => Uint8Array) => readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const isLong = duration > 0xffffffff
  return fullBox(type, (isLong ? 0x01000000 : 0) | flags, ...content(isLong ? u64 : u32))
}

export function u16(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value]))
}

export function u32(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >>> 24, value >>> 16, value >>> 8, value]))
}

export function u64(value: number): Uint8Array {
  return u32(Math.floor(value / 2 ** 32), value % 2 ** 32)
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
