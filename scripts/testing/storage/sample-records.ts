import type { Project, ProjectChapter } from '../../../src/shared/protocol/project'
import type { OpenReading, SavedTake, SavedVoice } from '../../../src/shared/protocol/records'
import { NARRATOR, PLAIN_PROSODY } from '../../../src/shared/protocol/script'

export function sampleVoice(change: Partial<SavedVoice> = {}): SavedVoice {
  return {
    id: 'voice-1',
    name: 'Ada',
    createdAt: '2026-01-02T03:04:05.000Z',
    promptWav: new ArrayBuffer(44),
    promptSeconds: 6,
    promptSha256: 'a'.repeat(64),
    source: 'microphone',
    consent: { statement: 'This is my voice.', givenAt: '2026-01-02T03:04:00.000Z' },
    ...change,
  }
}

export function sampleTake(change: Partial<SavedTake> = {}): SavedTake {
  return {
    id: 'take-1',
    createdAt: '2026-01-02T03:04:05.000Z',
    text: 'Hello there.',
    language: 'en',
    voiceId: 'voice-1',
    voiceName: 'Ada',
    engineId: 'kokoro',
    engineName: 'Kokoro',
    packKey: 'kokoro@1',
    packId: 'kokoro',
    settings: { seed: 1, speed: 1, temperature: 0, steps: 1 },
    figures: {
      audioSeconds: 1,
      wallMs: 500,
      rtf: 0.5,
      ttfaMs: 300,
      stages: [],
      executionProvider: 'wasm',
      threads: 1,
      underruns: 0,
    },
    sampleRate: 24_000,
    sampleCount: 3,
    complete: true,
    ...change,
  }
}

export function sampleOpenReading(id: string): OpenReading {
  const { createdAt, text, language, voiceId, voiceName, engineId, engineName, packKey, packId, settings, sampleRate } = sampleTake()
  return {
    facts: { id, createdAt, text, language, voiceId, voiceName, engineId, engineName, packKey, packId, settings, sampleRate },
    promptSha256: 'a'.repeat(64),
    runtime: { executionProvider: 'wasm', threads: 1 },
    ran: { executionProvider: 'wasm', threads: 1 },
    plan: ['Hello there.'],
  }
}

export function sampleProject(change: Partial<Project> = {}): Project {
  return {
    id: 'project-1',
    createdAt: '2026-01-02T03:04:05.000Z',
    title: 'The Lamp',
    author: 'Ada',
    language: 'en-US',
    cover: null,
    cast: [{ name: NARRATOR, voiceId: 'ada', prosody: PLAIN_PROSODY }],
    packId: 'starter',
    settings: { seed: 1, speed: 1, temperature: null, steps: 1 },
    chapterIds: ['chapter-1'],
    isWanted: false,
    ...change,
  }
}

export function sampleChapter(change: Partial<ProjectChapter> = {}): ProjectChapter {
  return { id: 'chapter-1', projectId: 'project-1', title: 'One', text: 'It was dark. The lamp was lit.\n\nNobody came.', isIncluded: true, choices: {}, ...change }
}
