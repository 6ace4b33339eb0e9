/**
 * Rooms whose unit tests share what they import: a process loads the runtime, the kernels and the graphs once and not once
 * per file, which halves the work of all unit tests. A module that such a test replaced, or a global, would be replaced for
 * the files after it as well; `unit-rooms.test.ts` sees to it that none does.
 */
export const SHARING_ROOMS = [
  'src/shared/audio',
  'src/shared/protocol',
  'src/shared/text',
  'src/state',
  'workers/analysis',
  'workers/compiler',
  'workers/formats',
  'workers/inference',
  'workers/kernels',
  'workers/recording',
  'workers/runtime',
  'workers/speaker-encoder',
  'workers/transcription',
  'scripts',
]
