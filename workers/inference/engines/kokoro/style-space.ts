import { STYLE_ROWS, STYLE_WIDTH } from './style-table'

/**
 * Where styles lie. A style's mean over the rows of its table is `mean` plus its coordinates times `basis`; from row to
 * row all tables take nearly the same course. Coordinates have unit variance among the published styles.
 */
export interface StyleSpace {
  /** [256] */
  readonly mean: Float32Array
  /** [n, 256], rows orthogonal: how far each of the n coordinates moves a style. */
  readonly basis: Float32Array
  /** [510, r] */
  readonly courseRows: Float32Array
  /** [r, 256], mean-free over the rows when weighted by `courseRows`. */
  readonly courseShapes: Float32Array
}

/** How many coordinates a style has. */
export function coordinateCount({ basis }: StyleSpace): number {
  return basis.length / STYLE_WIDTH
}

/** The style table [510, 256] at the coordinates. */
export function tableAt(space: StyleSpace, coordinates: Float64Array): Float32Array<ArrayBuffer> {
  const { courseRows, courseShapes } = space
  const style = Float64Array.from(space.mean)
  for (const [index, coordinate] of coordinates.entries()) addScaled(style, space.basis, index, coordinate)
  const rank = courseShapes.length / STYLE_WIDTH
  const table = new Float32Array(STYLE_ROWS * STYLE_WIDTH)
  for (let row = 0; row < STYLE_ROWS; row++) {
    const values = Float64Array.from(style)
    for (let shape = 0; shape < rank; shape++) addScaled(values, courseShapes, shape, courseRows[row * rank + shape] ?? 0)
    table.set(values, row * STYLE_WIDTH)
  }
  return table
}

/** Coordinates of the point of the space that is nearest to a table: exact for those of {@link tableAt}. */
export function coordinatesOf(space: StyleSpace, table: Float32Array): Float64Array {
  const offset = Float64Array.from(space.mean, (value) => -value)
  for (const [index, value] of table.entries()) {
    const column = index % STYLE_WIDTH
    offset[column] = (offset[column] ?? 0) + value / STYLE_ROWS
  }
  return Float64Array.from({ length: coordinateCount(space) }, (_, coordinate) => {
    let product = 0
    let squares = 0
    for (let column = 0; column < STYLE_WIDTH; column++) {
      const direction = space.basis[coordinate * STYLE_WIDTH + column] ?? 0
      product += direction * (offset[column] ?? 0)
      squares += direction ** 2
    }
    return product / squares
  })
}

/** Adds `factor` times a row of `rows` to `target`. */
function addScaled(target: Float64Array, rows: Float32Array, row: number, factor: number): void {
  for (let column = 0; column < STYLE_WIDTH; column++) {
    target[column] = (target[column] ?? 0) + factor * (rows[row * STYLE_WIDTH + column] ?? 0)
  }
}
