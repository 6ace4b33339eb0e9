import type { CaptureSettings } from '../../services/services'
import type { ErrorInfo } from '../../shared/protocol/errors'
import type { PromptDraft } from './prompt-draft'

/** Where a recording stands, from the question for the microphone to the draft. */
export type RecordingState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'countdown'; readonly secondsLeft: number }
  | { readonly phase: 'recording'; readonly seconds: number; readonly peak: number; readonly rms: number; readonly capture: CaptureSettings }
  | { readonly phase: 'decoding'; readonly fileName: string; readonly fraction: number | null }
  | { readonly phase: 'draft'; readonly draft: PromptDraft }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }
