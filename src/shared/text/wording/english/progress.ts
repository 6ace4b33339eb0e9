import { shownName } from '../../shown-name'

/** What is going on now, as a progress bar says it. */
export const activities = {
  openingModel: 'Opening the model',
  readingModel: 'Reading the model',
  startingModel: 'Starting the model',
  loadingModel: 'Loading the model',
  loadingEncoder: 'Loading the encoder',
  modelReady: 'Ready',
  listeningToVoice: 'Listening to the voice',
  voiceReady: 'Voice ready',
  openingTranscriber: 'Opening Whisper',
  transcribing: 'Listening',
  comparingVoices: 'Comparing the voices',
  gettingCloser: (round: number, rounds: number) => `Getting closer to this voice: ${round} of ${rounds}`,
  mixingVoices: 'Mixing the voices',
  designingVoice: 'Making the voice',
  followingWords: 'Following the words of the recording',
  learningVoice: 'Learning this voice',
  listeningToTrial: 'Listening to what was learned',
  readingFile: (name: string) => `Reading ${shownName(name)}`,
  listeningTo: (name: string) => `Listening to ${shownName(name)}`,
  makingFile: (path: string) => `Making ${path}`,
  tryingOnGpu: (part: string) => `Trying the GPU: ${part}`,
  hearingSentence: (number: number, count: number) => `Listening to sentence ${number} of ${count}`,
  speakingAgain: (number: number, count: number) => `Speaking sentence ${number} of ${count} again`,
} as const
