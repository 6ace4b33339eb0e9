/** What acts work with: threads, devices, and the disk. */
export type Resource = 'gpu' | 'inference' | 'transcription' | 'analysis' | 'models' | 'microphone' | 'player' | 'storage'

export type ActName =
  | 'reading'
  /** A project is being made, in the background, until it is whole. */
  | 'project'
  /** One of its lines, which is given up and made later where the engine is wanted for something else. */
  | 'project-line'
  /** A reading that waits for its pack. */
  | 'awaited-reading'
  | 'refinement'
  | 'mixing'
  /** An engine is loaded before anybody asks it to speak. */
  | 'readying'
  /** An engine hears a voice that it has already spoken with. */
  | 'confirmation'
  | 'learning'
  | 'check'
  | 'transcript'
  | 'similarity'
  | 'playback'
  | 'recording'
  | 'decoding'
  | 'joining'
  /** A recording to be followed is listened to, or written down. */
  | 'guide-check'
  | 'guide-words'
  /** Subtitles are read, or the length of their film. */
  | 'subtitles'
  /** The three ways in which a draft is listened to. */
  | 'speech-detection'
  | 'speaker-count'
  | 'noise-removal'
  | 'import'
  /** What stands at an address is looked at. */
  | 'address-look'
  /** A document is read. */
  | 'document'
  | 'gpu-test'
  /** The kernels are timed. */
  | 'speed'
  /** A download, a check of files, a removal. */
  | 'pack-change'
  /** Something is being written that would come back after an erase. */
  | 'saving'
  /** A project file becomes a project. */
  | 'project-import'
  /** A file for the person's downloads is written. */
  | 'export'

interface ActRule {
  readonly needs: readonly Resource[]
  /** Acts that end where this one begins. */
  readonly ends: readonly ActName[]
  /** Acts during which this one does not begin. */
  readonly yieldsTo?: readonly ActName[]
}

/** Acts that somebody waits for, while a project has all night: it goes on once they are over. */
export const BEFORE_PROJECTS = ['reading', 'refinement', 'mixing', 'readying', 'confirmation', 'check', 'speed'] as const satisfies readonly ActName[]

/** Who takes a worker from whom. Acts that leave each other alone share it: its calls are answered one after another. */
const RULES: Readonly<Record<ActName, ActRule>> = {
  // Speaking needs the processor more than anything that could be done later.
  reading: { needs: ['inference', 'player'], ends: ['reading', 'awaited-reading', 'refinement', 'confirmation', 'mixing', 'check', 'similarity', 'playback', 'project-line'] },
  project: { needs: [], ends: ['project', 'project-line'] },
  'project-line': { needs: ['inference'], ends: [], yieldsTo: [...BEFORE_PROJECTS] },
  'awaited-reading': { needs: ['models'], ends: ['reading', 'awaited-reading'] },
  refinement: { needs: ['inference'], ends: ['refinement', 'confirmation', 'project-line'] },
  mixing: { needs: ['inference', 'player'], ends: ['project-line', 'mixing', 'refinement', 'confirmation', 'check', 'reading', 'awaited-reading', 'playback'] },
  readying: { needs: ['inference'], ends: ['project-line'] },
  confirmation: { needs: ['inference'], ends: ['confirmation', 'project-line'], yieldsTo: ['reading', 'refinement', 'mixing'] },
  // In a worker of its own: the voice speaks meanwhile.
  learning: { needs: ['inference'], ends: ['learning', 'refinement'] },
  check: { needs: ['transcription', 'analysis', 'inference'], ends: ['check', 'project-line'] },
  transcript: { needs: ['transcription'], ends: ['transcript'] },
  similarity: { needs: ['analysis'], ends: ['similarity'], yieldsTo: ['reading'] },
  playback: { needs: ['player'], ends: ['playback', 'reading', 'awaited-reading'] },
  // What sounds would be recorded.
  recording: { needs: ['microphone'], ends: ['recording', 'decoding', 'reading', 'awaited-reading', 'playback'] },
  decoding: { needs: [], ends: ['decoding', 'recording'] },
  'guide-check': { needs: ['analysis'], ends: ['guide-check'] },
  'guide-words': { needs: ['transcription'], ends: ['guide-words'] },
  subtitles: { needs: [], ends: ['subtitles'] },
  joining: { needs: ['analysis'], ends: ['joining'] },
  'speech-detection': { needs: ['analysis'], ends: ['speech-detection'] },
  'speaker-count': { needs: ['analysis'], ends: ['speaker-count'] },
  'noise-removal': { needs: ['analysis'], ends: ['noise-removal'] },
  document: { needs: [], ends: ['document'] },
  import: { needs: ['models'], ends: [], yieldsTo: ['import'] },
  'address-look': { needs: ['models'], ends: ['address-look'] },
  'gpu-test': { needs: ['gpu'], ends: [], yieldsTo: ['gpu-test'] },
  'speed': { needs: ['inference'], ends: ['project-line'], yieldsTo: ['reading', 'readying', 'refinement', 'confirmation', 'learning'] },
  'pack-change': { needs: ['models'], ends: [] },
  saving: { needs: ['storage'], ends: [] },
  'project-import': { needs: ['storage'], ends: [], yieldsTo: ['project-import'] },
  export: { needs: [], ends: [] },
}

/** Owns every act that is under way, and the way to end it. */
export interface RunningActs {
  /**
   * Begins an act at once, after ending those that the rules name; resolves or rejects as it does. Where the rules or an
   * erase refuse it, nothing is done and the promise resolves. An act that was told to end stays among the running ones
   * until it has settled.
   */
  run(name: ActName, act: (signal: AbortSignal) => Promise<void>): Promise<void>
  /** Tells acts to end; resolves once they have. */
  stop(...names: readonly ActName[]): Promise<void>
  /** Whether one of these is under way. */
  isRunning(...names: readonly ActName[]): boolean
  /** Resolves once none of these is under way any more. */
  whenOver(...names: readonly ActName[]): Promise<void>
  /** Tells every act to end; resolves once all have. */
  stopAll(): Promise<void>
  /** Stops all acts, then does `act`, during which no other begins. Nothing is done where another such act is under way. */
  runAlone(act: () => Promise<void>): Promise<void>
}

interface RunningAct {
  readonly name: ActName
  readonly controller: AbortController
  readonly settled: Promise<void>
}

/** @param onChange called with the names of all running acts whenever one begins or has settled */
export function createRunningActs(onChange: (names: readonly ActName[]) => void): RunningActs {
  const running = new Set<RunningAct>()
  let isAlone = false

  const tell = () => { onChange(Array.from(running, ({ name }) => name)) }

  async function end(isMeant: (name: ActName) => boolean): Promise<void> {
    const ending = [...running].filter(({ name }) => isMeant(name))
    for (const { controller } of ending) controller.abort()
    await Promise.all(ending.map(({ settled }) => settled))
  }

  function begun(names: readonly ActName[]): readonly Promise<void>[] {
    return [...running].filter(({ name }) => names.includes(name)).map(({ settled }) => settled)
  }

  function isRefused({ yieldsTo = [] }: ActRule): boolean {
    return isAlone || [...running].some(({ name, controller }) => yieldsTo.includes(name) && !controller.signal.aborted)
  }

  return {
    async run(name, act) {
      const rule = RULES[name]
      if (isRefused(rule)) return
      void end((other) => rule.ends.includes(other))
      const controller = new AbortController()
      let settle: () => void = () => undefined
      const entry = { name, controller, settled: new Promise<void>((resolve) => { settle = resolve }) }
      running.add(entry)
      tell()
      try {
        await act(controller.signal)
      } finally {
        running.delete(entry)
        settle()
        tell()
      }
    },

    stop: (...names) => end((name) => names.includes(name)),

    isRunning: (...names) => begun(names).length > 0,

    async whenOver(...names) {
      for (let waiting = begun(names); waiting.length > 0; waiting = begun(names)) await Promise.all(waiting)
    },

    stopAll: () => end(() => true),

    async runAlone(act) {
      if (isAlone) return
      isAlone = true
      try {
        await end(() => true)
        await act()
      } finally {
        isAlone = false
      }
    },
  }
}

/** Whether one of the running acts works with one of these. */
export function isInUse(running: readonly ActName[], ...resources: readonly Resource[]): boolean {
  return running.some((name) => RULES[name].needs.some((need) => resources.includes(need)))
}
