import { unpackSamples } from '../../shared/audio/packed-samples'
import type { ProjectChapter } from '../../shared/protocol/project'
import type { ProjectRepository } from '../../shared/storage/services'
import { chapterLines, type Book } from './book'
import type { LineContext, PlannedLine } from './planned-lines'

/** A line of a chapter that is there, and where it sounds. */
export interface SoundingLine {
  readonly line: PlannedLine
  readonly startSample: number
  readonly endSample: number
}

/** What there is of a chapter, in order, with the silence between its lines. */
export interface ChapterSound {
  readonly projectId: string
  /** Hz. */
  readonly sampleRate: number
  readonly sampleCount: number
  readonly lines: readonly SoundingLine[]
}

/** Lines that are missing, or were left out, take no time. */
export function soundOfChapter(book: Book, chapter: ProjectChapter, context: LineContext): ChapterSound {
  const lines: SoundingLine[] = []
  let [sampleRate, end] = [0, 0]
  for (const line of chapterLines(book, chapter, context)) {
    const facts = book.made.get(line.key)
    if (!facts || facts.sampleCount === 0) continue
    sampleRate = facts.sampleRate
    const startSample = end + Math.round(line.gapSeconds * sampleRate)
    end = startSample + facts.sampleCount
    lines.push({ line, startSample, endSample: end })
  }
  return { projectId: book.project.id, sampleRate, sampleCount: end, lines }
}

/** Reads any stretch of a chapter's sound: the samples from `start` up to `end`, which are the caller's. Errors: `record-missing`. */
export type ReadChapter = (sound: ChapterSound, start: number, end: number) => Promise<Float32Array<ArrayBuffer>>

/** Holds the sound of one line at a time, however long the chapter. */
export function createChapterReader({ readLine }: Pick<ProjectRepository, 'readLine'>): ReadChapter {
  let held: { readonly projectId: string; readonly key: string; readonly samples: Promise<Float32Array> } | null = null

  function samplesOf(projectId: string, key: string): Promise<Float32Array> {
    if (held?.projectId !== projectId || held.key !== key) {
      const reading = { projectId, key, samples: readLine(projectId, key).then(unpackSamples) }
      held = reading
      // A reading that failed is not the line.
      reading.samples.catch(() => { if (held === reading) held = null })
    }
    return held.samples
  }

  return async ({ projectId, lines }, start, end) => {
    const read = new Float32Array(end - start)
    for (const { line, startSample, endSample } of lines) {
      if (endSample <= start || startSample >= end) continue
      const samples = await samplesOf(projectId, line.key)
      const part = samples.subarray(Math.max(0, start - startSample), end - startSample)
      read.set(part, Math.max(0, startSample - start))
    }
    return read
  }
}
