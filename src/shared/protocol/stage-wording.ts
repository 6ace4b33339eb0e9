import type { Stage } from './engine'

/** One entry for every stage: the compiler refuses a new stage without words. */
const wording: Readonly<Record<Stage, string>> = {
  'prompt-encode': 'Prompt encoding',
  'voice-prefill': 'Voice into the language model',
  text: 'Text preparation',
  'text-prefill': 'Text into the language model',
  lm: 'Language model',
  'lm-flow': 'Language model and flow in one',
  'lm-flow-decode': 'Language model, flow and decoder in one',
  flow: 'Flow',
  decode: 'Decoder',
  synthesis: 'Synthesis',
}

/** What a person calls a stage of the pipeline. */
export function stageWording(stage: Stage): string {
  return wording[stage]
}
