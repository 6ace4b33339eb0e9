import type { PreparedVoice } from '../protocol/engine'
import type { LineFacts, LineSound, Project, ProjectChapter } from '../protocol/project'
import type { ComparisonVote, KeptLearning, LearnedVoice, OpenReading, SavedTake, SavedVoice, StorageReport, TakePiece } from '../protocol/records'

/**
 * What is kept on the device, as the store sees it. Every call rejects with a `MynaError`: `storage-full` (nothing
 * already kept is lost), `storage-unavailable` (private mode), `record-missing`.
 */
export interface VoiceRepository {
  list(): Promise<readonly SavedVoice[]>
  save(voice: SavedVoice): Promise<void>
  rename(id: string, name: string): Promise<SavedVoice>
  /** Keeps what was learned of the voice. */
  setLearned(id: string, learned: LearnedVoice): Promise<SavedVoice>
  /** Keeps what is made of the voice; what was prepared from a recording that it has no more goes. Errors of `changed` leave all as it was. */
  change(id: string, changed: (voice: SavedVoice) => SavedVoice): Promise<SavedVoice>
  /** Deletes the voice and everything prepared from it. */
  delete(id: string): Promise<void>
}

export interface PreparedVoiceRepository {
  read(promptSha256: string, packKey: string): Promise<PreparedVoice | null>
  write(promptSha256: string, voice: PreparedVoice): Promise<void>
}

/** Learning that is not done yet, one of a voice at most. */
export interface LearningRepository {
  list(): Promise<readonly KeptLearning[]>
  /** Writes nothing where the voice is gone. */
  write(learning: KeptLearning): Promise<void>
  /** No error where there is none. */
  delete(voiceId: string): Promise<void>
}

export interface TakeRepository {
  /** Newest first. */
  list(): Promise<readonly SavedTake[]>
  /** Keeps a new take. */
  save(take: SavedTake, samples: Float32Array): Promise<void>
  /** Keeps what is newly known of a take, and another sound of it where one is given. Errors: `record-missing` where it was deleted. */
  update(take: SavedTake, samples?: Float32Array): Promise<void>
  readSamples(id: string): Promise<Float32Array>
  delete(id: string): Promise<void>
  deleteAll(): Promise<void>
}

/** Readings that are not takes yet. Each of their sentences is written once, and never again. */
export interface OpenReadingRepository {
  /** Resolves once no other tab deals with the reading, which may be never, to what gives it back. */
  claim(id: string): Promise<() => void>
  /** Newest first. */
  list(): Promise<readonly OpenReading[]>
  begin(reading: OpenReading): Promise<void>
  /** Errors: `record-missing` when the reading is gone. */
  addPiece(piece: TakePiece): Promise<void>
  /** Sentences that are kept; null when the reading is a take or gone. */
  countPieces(id: string): Promise<number | null>
  /** In order. */
  readPieces(id: string): Promise<readonly TakePiece[]>
  /** Makes a reading a take; its sound stays where it is. Errors: `record-missing`. */
  close(take: SavedTake): Promise<void>
  /** Deletes a reading and its sound. No error where it is gone. */
  discard(id: string): Promise<void>
}

/** A project with all of its texts, and what is known of the lines that were made. None of the sound. */
export interface KeptProject {
  readonly project: Project
  /** In the project's order. */
  readonly chapters: readonly ProjectChapter[]
  readonly made: readonly LineFacts[]
}

/** Books and scripts. The sound of a line is read when it is asked for, so that a project of any length takes little memory. */
export interface ProjectRepository {
  /** As of `OpenReadingRepository`: one tab makes a project at a time. */
  claim(id: string): Promise<() => void>
  /** Newest first. */
  list(): Promise<readonly Project[]>
  /** Errors: `record-missing`. */
  read(id: string): Promise<KeptProject>
  create(project: Project, chapters: readonly ProjectChapter[]): Promise<void>
  /** Changes a project as it is kept, in one step: another tab may have changed it meanwhile. Gives it as it is then. Errors: `record-missing`. */
  change(id: string, change: (kept: Project) => Project): Promise<Project>
  /** The same of a chapter. */
  changeChapter(id: string, change: (kept: ProjectChapter) => ProjectChapter): Promise<ProjectChapter>
  /** Adds a chapter at the end. Gives the project as it is then. Errors: `record-missing`. */
  addChapter(chapter: ProjectChapter): Promise<Project>
  /** The same of one that goes. */
  deleteChapter(projectId: string, chapterId: string): Promise<Project>
  /** Keeps a line that was made. Errors: `record-missing` when its project is gone. */
  keepLine(facts: LineFacts, sound: LineSound | null): Promise<void>
  /** Errors: `record-missing`. */
  readLine(projectId: string, key: string): Promise<LineSound>
  /** Deletes the sound of all lines but these. */
  keepOnly(projectId: string, keys: ReadonlySet<string>): Promise<void>
  /** Deletes a project with its sound. No error where it is gone. */
  delete(id: string): Promise<void>
}

/** Verdicts of blind comparisons. */
export interface VoteRepository {
  /** Newest first. */
  list(): Promise<readonly ComparisonVote[]>
  save(vote: ComparisonVote): Promise<void>
  deleteAll(): Promise<void>
}

/** Small settings and the draft text, so that a crash or reload loses nothing. */
export interface SettingsRepository {
  read<T>(key: string): Promise<T | null>
  write(key: string, value: unknown): Promise<void>
  /** Keeps what is made of the value (null: none is kept), whatever other tabs do meanwhile. Errors of `changed` leave it as it was. */
  change<T>(key: string, changed: (kept: unknown) => T): Promise<T>
}

export interface StorageInspector {
  report(): Promise<StorageReport>
  /** Asks the browser to keep the data; call inside a gesture. */
  persist(): Promise<boolean>
  freePartialDownloads(): Promise<void>
  /** Drops the graphs that were compiled for GPUs; they are made again when they are needed. */
  freeCompiledGraphs(): Promise<void>
  /** Deletes everything: voices, takes, models, settings. */
  eraseAll(): Promise<void>
}

/** One versioned file per voice: see `voice-file.ts`. */
export interface VoiceFileCodec {
  encode(voice: SavedVoice): Blob
  /** Errors: `voice-file-invalid`, `voice-file-too-new`. */
  decode(file: Blob): Promise<SavedVoice>
}

/** What a file of a project holds. */
export interface ProjectInFile {
  readonly project: Project
  readonly chapters: readonly ProjectChapter[]
  /** Files of the cast's voices, by the ids that the cast has for them. */
  readonly voices: ReadonlyMap<string, Blob>
  readonly lineCount: number
  /** Every line that was made, one at a time, as one of the project with that id. */
  lines(projectId: string): AsyncIterable<{ readonly facts: LineFacts; readonly sound: LineSound | null }>
}

/** One versioned file per project: see `project-file.ts`. No more than one line's sound is in memory. */
export interface ProjectFileCodec {
  encode(kept: KeptProject, voices: ReadonlyMap<string, Blob>, readLine: (key: string) => Promise<LineSound>): Promise<Blob>
  /** Errors: `project-file-invalid`, `project-file-too-new`. */
  decode(file: Blob): Promise<ProjectInFile>
}
