/** What a person is told about a failure. */
export interface ErrorWording {
  /** What happened. */
  readonly title: string
  /** What was kept; empty where nothing was at stake. */
  readonly kept: string
  /** What to do now. */
  readonly advice: string
}
