/** Instructions that multiply and add: how WebAssembly writes them, and multiply-adds in one. */
export const INSTRUCTIONS = {
  /** i32x4.relaxed_dot_i8x16_i7x16_add_s */
  'relaxed dot of 8 by 7 bits': { code: [0xfd, 0x93, 0x02], products: 16 },
  /** f32x4.relaxed_madd */
  'relaxed float32': { code: [0xfd, 0x85, 0x02], products: 4 },
  /** i32x4.dot_i16x8_s, i32x4.add */
  'dot of int16': { code: [0xfd, 0xba, 0x01, 0xfd, 0xae, 0x01], products: 8 },
} as const

export type Instruction = keyof typeof INSTRUCTIONS

/** Sums side by side: more than an instruction's latency, and with two factors less than a machine's registers. */
const SUMS = 12

const V128 = 0x7b
const I32 = 0x7f

/**
 * A module whose `run(rounds)` does `SUMS` of an instruction in every round, on nothing but registers: what no kernel that
 * multiplies with it can pass.
 */
export function instructionLoop(instruction: Instruction): { readonly bytes: Uint8Array<ArrayBuffer>; readonly productsPerRound: number } {
  const { code, products } = INSTRUCTIONS[instruction]
  const [rounds, left, right] = [0, 1, 2]
  const sum = (index: number) => 3 + index
  const get = (local: number) => [0x20, local]
  const set = (local: number) => [0x21, local]
  const splat = [0xfd, 0x11]
  const steps = Array.from({ length: SUMS }, (_, index) => [...get(left), ...get(right), ...get(sum(index)), ...code, ...set(sum(index))]).flat()
  // The int16 product leaves the sum under it: its order is sum, factors.
  const ordered = instruction === 'dot of int16' ? Array.from({ length: SUMS }, (_, index) => [...get(sum(index)), ...get(left), ...get(right), ...code, ...set(sum(index))]).flat() : steps
  const body = [
    ...[1, 2 + SUMS, V128],
    ...get(rounds), ...splat, ...set(left), ...get(rounds), ...splat, ...set(right),
    ...[0x03, 0x40], ...ordered, ...ordered,
    ...get(rounds), ...[0x41, 1, 0x6b, 0x22, rounds, 0x0d, 0, 0x0b],
    ...get(sum(0)), ...Array.from({ length: SUMS - 1 }, (_, index) => [...get(sum(index + 1)), 0xfd, 0x51]).flat(), ...[0xfd, 0x1b, 0, 0x0b],
  ]
  const section = (id: number, content: readonly number[]) => [id, ...lengthOf(content), ...content]
  const bytes = Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 1, I32, 1, I32]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...new TextEncoder().encode('run'), 0, 0]),
    ...section(10, [1, ...lengthOf(body), ...body]),
  ])
  return { bytes, productsPerRound: 2 * SUMS * products }
}

/** Unsigned LEB128 of a length below 2^14. */
function lengthOf(content: readonly number[]): readonly number[] {
  return content.length < 128 ? [content.length] : [(content.length & 127) | 128, content.length >> 7]
}
