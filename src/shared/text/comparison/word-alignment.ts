/** A stretch of words that were said and the stretch in which they were heard; either may be empty, not both. */
export interface AlignedWords {
  /** Indices `[start, end)` of words said and of words heard. */
  readonly said: readonly [start: number, end: number]
  readonly heard: readonly [start: number, end: number]
  readonly same: boolean
}

/** Longest run of words that a transcriber may write as one ("every thing", "seven 0 5"). */
const LONGEST_JOIN = 8

/**
 * Lays what was heard beside what was said with the fewest differences (Levenshtein 1965, by words). One word against
 * several is the same where these, written together, are that word. Stretches are one word long otherwise, in order,
 * and cover everything.
 */
export function alignWords(said: readonly string[], heard: readonly string[]): readonly AlignedWords[] {
  const columns = heard.length + 1
  const costs = new Float64Array((said.length + 1) * columns)
  const moves: (readonly [said: number, heard: number])[] = []
  for (let row = 0; row <= said.length; row++) {
    for (let column = 0; column <= heard.length; column++) {
      const at = row * columns + column
      if (at === 0) {
        moves.push([0, 0])
        continue
      }
      let best = Infinity
      let move: readonly [number, number] = [0, 0]
      for (const [down, right, cost] of steps(said, heard, row, column)) {
        const total = (costs[(row - down) * columns + column - right] ?? Infinity) + cost
        if (total >= best) continue
        best = total
        move = [down, right]
      }
      costs[at] = best
      moves.push(move)
    }
  }
  return walkBack(said, heard, moves)
}

/** How many of the words said were heard differently or not at all, plus the extra words that were heard. */
export function countDifferences(aligned: readonly AlignedWords[]): number {
  return aligned.filter(({ same }) => !same).length
}

type Step = readonly [down: number, right: number, cost: number]

/** The ways into a cell. Of equal ones the first is taken, so that a difference stands as late as it can. */
function steps(said: readonly string[], heard: readonly string[], row: number, column: number): Step[] {
  const ways: Step[] = []
  const saidWord = said[row - 1]
  const heardWord = heard[column - 1]
  if (heardWord !== undefined) ways.push([0, 1, 1])
  if (saidWord !== undefined) ways.push([1, 0, 1])
  if (saidWord !== undefined && heardWord !== undefined) {
    ways.push([1, 1, saidWord === heardWord ? 0 : 1])
    const saidRun = runThatSpells(heardWord, said, row)
    if (saidRun > 1) ways.push([saidRun, 1, 0])
    const heardRun = runThatSpells(saidWord, heard, column)
    if (heardRun > 1) ways.push([1, heardRun, 0])
  }
  return ways
}

/** How many words before `end` make `whole` when they are written together; 0 where none do. */
function runThatSpells(whole: string, words: readonly string[], end: number): number {
  let joined = ''
  for (let length = 1; length <= LONGEST_JOIN && length <= end; length++) {
    joined = `${words[end - length] ?? ''}${joined}`
    if (joined === whole) return length
    if (!whole.endsWith(joined)) return 0
  }
  return 0
}

function walkBack(
  said: readonly string[],
  heard: readonly string[],
  moves: readonly (readonly [number, number])[],
): AlignedWords[] {
  const aligned: AlignedWords[] = []
  let row = said.length
  let column = heard.length
  while (row > 0 || column > 0) {
    const [down, right] = moves[row * (heard.length + 1) + column] ?? [1, 1]
    const saidWords: [number, number] = [row - down, row]
    const heardWords: [number, number] = [column - right, column]
    aligned.push({ said: saidWords, heard: heardWords, same: said.slice(...saidWords).join('') === heard.slice(...heardWords).join('') })
    row -= down
    column -= right
  }
  return aligned.reverse()
}
