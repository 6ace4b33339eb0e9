/** A work of others that this app stands on. */
export interface Credit {
  readonly name: string
  readonly by: string
  readonly licence: string
  readonly url: string
  /** What was changed, or what else the licence asks us to say. */
  readonly note?: string
}

export const modelCredits: readonly Credit[] = [
  {
    name: 'Kokoro-82M',
    by: 'hexgrad; ONNX conversion and quantisation by onnx-community',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/hexgrad/Kokoro-82M',
  },
  {
    name: 'Pocket TTS',
    by: 'Kyutai; ONNX conversion and quantisation by KevinAHM and ken107',
    licence: 'CC BY 4.0',
    url: 'https://huggingface.co/kyutai/pocket-tts',
    note: 'Its publisher forbids imitating a voice without the permission of the person it belongs to.',
  },
  {
    name: 'Whisper',
    by: 'OpenAI; ONNX conversion and quantisation by Xenova',
    licence: 'Apache-2.0',
    url: 'https://huggingface.co/Xenova/whisper-base',
  },
  {
    name: 'Silero VAD',
    by: 'Silero team',
    licence: 'MIT',
    url: 'https://github.com/snakers4/silero-vad',
    note: 'Tells speech from music and noise in a recording.',
  },
  {
    name: 'RNNoise',
    by: 'Jean-Marc Valin, Xiph.Org and Mozilla',
    licence: 'BSD-3-Clause',
    url: 'https://github.com/xiph/rnnoise',
    note: 'Removes the noise behind a voice, if you choose that.',
  },
]

/** Recordings of people that models of our own were trained on; no recording is part of the app. */
export const speechCredits: readonly Credit[] = [
  {
    name: 'speechocean762',
    by: 'Junbo Zhang and others (speechocean, Xiaomi), 2021',
    licence: 'CC BY 4.0',
    url: 'https://www.openslr.org/101/',
    note: 'Trained the speaker encoder, which tells how alike two voices are.',
  },
  {
    name: 'LibriSpeech ASR corpus',
    by: 'Vassil Panayotov, 2014; read by volunteers of LibriVox',
    licence: 'CC BY 4.0',
    url: 'https://www.openslr.org/12/',
    note: 'Trained the speaker encoder.',
  },
]

/** Recordings behind the two samples on the first page. */
export const sampleCredits: readonly Credit[] = [
  {
    name: 'Inaugural address',
    by: 'John F. Kennedy, 20 January 1961',
    licence: 'Public domain',
    url: 'https://www.archives.gov/milestone-documents/president-john-f-kennedys-inaugural-address',
    note: 'Shortened. Beside it: what Myna made of it with the starter engine.',
  },
  {
    name: 'Asterisk core sounds 1.6.1',
    by: 'Allison Smith (theivrvoice.com), © 2003-2010, financed by Digium, Inc.',
    licence: 'CC BY-SA 3.0',
    url: 'https://creativecommons.org/licenses/by-sa/3.0/',
    note: 'Shortened and encoded as MP3, under the same licence. Beside it: what Myna made of it with the starter engine.',
  },
]

export const libraryCredits: readonly Credit[] = [
  { name: 'onnxruntime-web', by: 'Microsoft', licence: 'MIT', url: 'https://onnxruntime.ai' },
  {
    name: 'phonemizer',
    by: 'Xenova',
    licence: 'Apache-2.0, with eSpeak NG inside',
    url: 'https://github.com/xenova/phonemizer.js',
  },
  {
    name: 'eSpeak NG',
    by: 'Reece Dunn and contributors',
    licence: 'GPL-3.0-or-later',
    url: 'https://github.com/espeak-ng/espeak-ng',
    note: 'Compiled to WebAssembly inside phonemizer; its source is at the address given here.',
  },
  { name: '@huggingface/transformers', by: 'Hugging Face', licence: 'Apache-2.0', url: 'https://github.com/huggingface/transformers.js' },
  { name: '@ricky0123/vad-web', by: 'Ricky Samore', licence: 'ISC', url: 'https://github.com/ricky0123/vad', note: 'Only the model in it.' },
  { name: '@shiguredo/rnnoise-wasm', by: 'Shiguredo and Takeru Ohta', licence: 'Apache-2.0', url: 'https://github.com/shiguredo/rnnoise-wasm' },
  { name: 'React', by: 'Meta and contributors', licence: 'MIT', url: 'https://react.dev' },
  { name: 'zustand', by: 'Paul Henschel and contributors', licence: 'MIT', url: 'https://github.com/pmndrs/zustand' },
  { name: 'comlink', by: 'Google', licence: 'Apache-2.0', url: 'https://github.com/GoogleChromeLabs/comlink' },
  { name: 'idb', by: 'Jake Archibald', licence: 'ISC', url: 'https://github.com/jakearchibald/idb' },
  { name: 'fake-indexeddb', by: 'Jeremy Scheff', licence: 'Apache-2.0', url: 'https://github.com/dumbmatter/fakeIndexedDB' },
  { name: 'hash-wasm', by: 'Dani Biró', licence: 'MIT', url: 'https://github.com/Daninet/hash-wasm' },
  {
    name: '@bufbuild/protobuf',
    by: 'Buf and Google',
    licence: 'Apache-2.0 and BSD-3-Clause',
    url: 'https://github.com/bufbuild/protobuf-es',
  },
  { name: 'mediabunny', by: 'Vanilagy and contributors', licence: 'MPL-2.0', url: 'https://mediabunny.dev', note: 'Reads and writes the containers of sound files.' },
  { name: '@mediabunny/mp3-encoder', by: 'Vanilagy and contributors', licence: 'MPL-2.0, with LAME inside', url: 'https://mediabunny.dev' },
  { name: '@mediabunny/aac-encoder', by: 'Vanilagy and contributors', licence: 'MPL-2.0, with parts of FFmpeg inside', url: 'https://mediabunny.dev' },
  { name: '@mediabunny/flac-encoder', by: 'Vanilagy and contributors', licence: 'MPL-2.0, with parts of FFmpeg inside', url: 'https://mediabunny.dev' },
  { name: 'LAME', by: 'The LAME project', licence: 'LGPL-2.0-or-later', url: 'https://lame.sourceforge.io', note: 'Writes MP3; compiled to WebAssembly.' },
  { name: 'FFmpeg', by: 'The FFmpeg developers', licence: 'LGPL-2.1-or-later', url: 'https://ffmpeg.org', note: 'Writes AAC and FLAC; compiled to WebAssembly.' },
  { name: 'fflate', by: 'Arjun Barrett', licence: 'MIT', url: 'https://github.com/101arrowz/fflate' },
  { name: 'pdfjs-dist', by: 'Mozilla', licence: 'Apache-2.0', url: 'https://mozilla.github.io/pdf.js/', note: 'Reads PDF documents.' },
  { name: 'htmlparser2', by: 'Felix Böhm', licence: 'MIT', url: 'https://github.com/fb55/htmlparser2', note: 'Reads books, Word documents and web pages.' },
  { name: '@mozilla/readability', by: 'Arc90 and Mozilla', licence: 'Apache-2.0', url: 'https://github.com/mozilla/readability', note: 'Finds the article of a web page.' },
  { name: 'linkedom', by: 'Andrea Giammarchi', licence: 'ISC', url: 'https://github.com/WebReflection/linkedom' },
  { name: 'marked', by: 'Christopher Jeffrey and contributors', licence: 'MIT', url: 'https://marked.js.org' },
  { name: 'n2words', by: 'Wael Tellat and contributors', licence: 'MIT', url: 'https://github.com/forzagreen/n2words' },
  { name: 'valibot', by: 'Fabian Hiller', licence: 'MIT', url: 'https://valibot.dev' },
  { name: 'Workbox', by: 'Google', licence: 'MIT', url: 'https://developer.chrome.com/docs/workbox' },
  { name: 'Vite', by: 'Evan You and contributors', licence: 'MIT', url: 'https://vite.dev' },
]
