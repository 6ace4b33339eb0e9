/** Short messages about what was done, or why it was not. */
export const notices = {
  updateWaits: 'The update is waiting: finish recording or listening first.',
  packReady: (name: string, isChosen: boolean) => `${name} is ready${isChosen ? ' and chosen as the engine' : ''}.`,
  packIsNewest: (name: string) => `${name} is the newest there is at its address.`,
  packHasAnotherLicence: (name: string) => `There is a newer ${name}, under another licence: read it under “Add by address”. Until you agree, nothing changes.`,
  importStopped: 'Stopped. None of these files were kept.',
  asleep: 'The sleep timer has paused the sound.',
  projectMade: (title: string) => `“${title}” is complete.`,
  unfinishedKept: 'What was spoken is in the history.',
} as const

/** What came of a file of pronunciations. */
export function pronunciationsRead(count: number, skipped: number): string {
  const read = `${count.toLocaleString()} ${count === 1 ? 'pronunciation was' : 'pronunciations were'} added.`
  return skipped === 0 ? read : `${read} ${skipped.toLocaleString()} ${skipped === 1 ? 'line was skipped: it holds' : 'lines were skipped: they hold'} no pronunciation.`
}
