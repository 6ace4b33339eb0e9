/** Short messages about what was done, or why it was not. */
export const notices = {
  updateWaits: 'The update waits: finish recording or listening first.',
  packReady: (name: string, isChosen: boolean) => `${name} is ready${isChosen ? ' and chosen as the engine' : ''}.`,
  importStopped: 'Stopped. Nothing of these files was kept.',
  unfinishedKept: 'What was spoken is in the history.',
} as const
