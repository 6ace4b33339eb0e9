import type { ErrorCode, ErrorInfo } from '../../../protocol/errors'
import { documentErrors } from './document-errors'
import type { ErrorWording } from './error-wording'

const textAndVoicesKept = 'Your text and your voices are untouched.'
const nothingLost = 'Everything that was kept before is still there.'
const downloadKept = 'What has arrived so far is kept.'

/** One entry for every code: the compiler refuses a new code without words. */
const wording: Readonly<Record<ErrorCode, ErrorWording>> = {
  ...documentErrors,
  'microphone-denied': {
    title: 'The microphone is blocked',
    kept: '',
    advice: 'Allow the microphone for this page in the address bar and press Record again, or choose a file instead.',
  },
  'microphone-missing': {
    title: 'No microphone was found',
    kept: '',
    advice: 'Plug one in and press Record again, or choose a file instead.',
  },
  'microphone-failed': {
    title: 'The microphone stopped working',
    kept: '',
    advice: 'Another program may be using it, or it may have been unplugged. Check it and press Record again.',
  },
  'file-empty': {
    title: 'This file is empty',
    kept: '',
    advice: 'It has 0 bytes: copying or downloading it may have failed. Fetch it again from where it came from.',
  },
  'file-gone': {
    title: 'This file can no longer be read',
    kept: '',
    advice: 'It was moved, renamed or changed after you chose it, or its disk was removed. Choose it again.',
  },
  'file-not-sound': {
    title: 'This is not a sound file',
    kept: '',
    advice: 'It is a picture, a document or an archive. Choose a recording or a video; unpack an archive first.',
  },
  'video-without-sound': {
    title: 'This video has no sound',
    kept: '',
    advice: 'There is only a picture in it. Choose one with sound, or record a few seconds here.',
  },
  'audio-undecodable': {
    title: 'This file cannot be read',
    kept: '',
    advice: 'It may be damaged or cut off. If another program plays it, save it again from there, or choose another recording.',
  },
  'audio-empty': {
    title: 'There is no sound in this file',
    kept: '',
    advice: 'The recording seems to have ended before anything was written. Choose another, or record a few seconds here.',
  },
  'audio-not-numbers': {
    title: 'The sound in this file is damaged',
    kept: '',
    advice: 'More than half of it is not even numbers, as a crashed program leaves it. Export it again from the program that made it.',
  },
  'audio-too-long': {
    title: 'This is longer than four hours',
    kept: '',
    advice: 'Choose a shorter file: 5 to 12 seconds of clear speech are enough.',
  },
  'audio-too-long-whole': {
    title: 'This browser can only read this file in one go, and it is too long for that',
    kept: '',
    advice: 'Cut it to less than half an hour: 5 to 12 seconds of clear speech are enough. A newer browser may read it as it is.',
  },
  'audio-too-much': {
    title: 'These recordings are longer than 20 minutes together',
    kept: 'What was open before is still here.',
    advice: 'Add fewer or shorter ones: 12 seconds of the best are used of all.',
  },
  'audio-amr': {
    title: 'This is an AMR recording of a phone',
    kept: '',
    advice: 'No browser reads it. Convert it to MP3 or WAV, for example with VLC (Media, then Convert), or record a few seconds here.',
  },
  'audio-apple-lossless': {
    title: 'This is Apple Lossless, which only Safari reads',
    kept: '',
    advice: 'Open it in Safari, or convert it to MP3 or FLAC. Voice Memos records so when its quality is set to “Lossless”; “Compressed” works here.',
  },
  'audio-dictation': {
    title: 'This comes from a dictation machine (DSS or DS2)',
    kept: '',
    advice: 'No browser reads it. Save it as MP3 or WAV with the program of the machine, or record a few seconds here.',
  },
  'audio-gsm': {
    title: 'This is GSM, the sound of answering machines and call recorders',
    kept: '',
    advice: 'No browser reads it. Convert it to MP3 or FLAC, for example with VLC (Media, then Convert). A telephone’s sound makes a dull voice: better record a few seconds here.',
  },
  'audio-notes': {
    title: 'This is MIDI: notes, not sound',
    kept: '',
    advice: 'Nobody speaks in it. Choose a recording of somebody who does.',
  },
  'audio-protected': {
    title: 'This file is copy-protected',
    kept: '',
    advice: 'Only the program it was bought for may play it. Choose another recording.',
  },
  'audio-wma': {
    title: 'This is Windows Media Audio (WMA)',
    kept: '',
    advice: 'No browser reads it. Convert it to MP3 or WAV, for example with VLC (Media, then Convert), or record a few seconds here.',
  },
  'audio-codec-unsupported': {
    title: 'The sound in this file is written in a way that this browser cannot read',
    kept: '',
    advice: 'The details name it. Open the file in a program that plays it, such as VLC or Audacity, and save the sound in a common format.',
  },
  'prompt-silent': {
    title: 'There is no speech in this part',
    kept: 'The recording is still here.',
    advice: 'Move the handles to where the voice is, or record again closer to the microphone.',
  },
  'prompt-too-short': {
    title: 'There is too little speech in this part',
    kept: 'The recording is still here.',
    advice: 'Move the handles apart, or record again: 5 to 12 seconds work best, one second is the minimum.',
  },
  'consent-missing': {
    title: 'Consent is missing',
    kept: 'The recording is still here.',
    advice: 'Tick the box if this is your voice or its owner agreed. Otherwise please discard the recording.',
  },
  'voice-missing': {
    title: 'There is no voice yet',
    kept: 'Your text is untouched.',
    advice: 'Record a few seconds or choose a file under “Your voice”, save it, then press Speak.',
  },
  'voice-not-hidden': {
    title: 'No voice was far enough from this one',
    kept: 'The voice is as it was, and nothing new was made.',
    advice: 'Try again: other voices are tried each time. Moving “Deeper” or “Brighter” helps.',
  },
  'mood-name-unfit': {
    title: 'This name cannot be used for a mood',
    kept: 'The recording is still there.',
    advice: 'Give it a name that no other mood of this voice has, without square brackets.',
  },
  'mood-too-many': {
    title: 'This voice has as many moods as it can hold',
    kept: 'The recording is still there.',
    advice: 'Delete a mood that you do not need, or save the recording as a voice of its own.',
  },
  'mood-kept-already': {
    title: 'This very recording is a mood of this voice already',
    kept: 'The recording is still there.',
    advice: 'Move the handles to another part of it, or record another one.',
  },
  'words-mismatch': {
    title: 'These are not the words of the recording',
    kept: 'The voice is as it was.',
    advice: 'Correct the words under the voice so that they are exactly what is said, then let Myna learn it again.',
  },
  'guide-silent': {
    title: 'Nobody speaks in this recording',
    kept: textAndVoicesKept,
    advice: 'Record again closer to the microphone, or choose a file in which somebody speaks for half a second at least.',
  },
  'guide-too-long': {
    title: 'This recording is longer than ten minutes',
    kept: textAndVoicesKept,
    advice: 'Cut it into shorter files and let the voice say one after another.',
  },
  'guide-mismatch': {
    title: 'The recording says something else',
    kept: textAndVoicesKept,
    advice: 'Correct the words so that they are exactly what is said in it, every one of them, and try again.',
  },
  'subtitles-empty': {
    title: 'There are no lines in this file',
    kept: textAndVoicesKept,
    advice: 'Choose an SRT or VTT file, in which each line has the time at which it is said.',
  },
  'film-too-long': {
    title: 'This film is longer than two hours',
    kept: textAndVoicesKept,
    advice: 'Cut the subtitles into two files and dub one after the other.',
  },
  'film-unreadable': {
    title: 'The length of this file cannot be read',
    kept: 'The lines and their times are still here.',
    advice: 'Choose the film as MP4, WebM or MKV, or its sound alone. Without it the track ends with the last line.',
  },
  'text-empty': {
    title: 'There is nothing to say yet',
    kept: '',
    advice: 'Type a sentence under “Your words”.',
  },
  'text-unspeakable': {
    title: 'There are no words in this text',
    kept: 'Your text is untouched.',
    advice: 'Symbols and emoji alone cannot be spoken: add some words.',
  },
  'text-too-long': {
    title: 'The text is longer than 100,000 characters',
    kept: 'Your text is untouched.',
    advice: 'Speak it in two parts.',
  },
  'text-script-unsupported': {
    title: 'This engine cannot read this script',
    kept: 'Your text is untouched.',
    advice: 'Write in the chosen language, or choose another language or engine.',
  },
  'model-unknown': {
    title: 'This engine is unknown here',
    kept: textAndVoicesKept,
    advice: 'Choose another engine, or add its files on the Models page.',
  },
  'model-missing': {
    title: 'A model file is missing',
    kept: textAndVoicesKept,
    advice: 'Download the engine again on the Models page: only what is missing is fetched.',
  },
  'model-not-found': {
    title: 'The model was not found where it should be',
    kept: downloadKept,
    advice: 'Its publisher may have moved it. Try again later, or use files from your disk on the Models page.',
  },
  'model-download-failed': {
    title: 'The download was interrupted',
    kept: downloadKept,
    advice: 'Check the connection and press Resume: it continues where it stopped.',
  },
  'model-hash-mismatch': {
    title: 'A model file is damaged',
    kept: 'The other files are kept; only the damaged one was dropped.',
    advice: 'Download it again. If this happens again, the source is serving a changed file.',
  },
  'model-truncated': {
    title: 'A model file arrived incomplete',
    kept: downloadKept,
    advice: 'Press Resume to fetch the rest.',
  },
  'model-invalid': {
    title: 'A model file is not what it claims to be',
    kept: textAndVoicesKept,
    advice: 'Remove this engine on the Models page and download it again, or choose other files.',
  },
  'model-mismatch': {
    title: 'These files do not belong together',
    kept: textAndVoicesKept,
    advice: 'Use all files of one release of the engine.',
  },
  'model-outdated': {
    title: 'This engine was made by an earlier version of Myna',
    kept: textAndVoicesKept,
    advice: 'On the Models page, remove it and choose the files of its checkpoint again. Until then, choose another engine.',
  },
  'manifest-invalid': {
    title: 'The list of engines cannot be read',
    kept: textAndVoicesKept,
    advice: 'Reload the page. If that does not help, this copy of the app is damaged.',
  },
  'address-invalid': {
    title: 'This is not the address of a model',
    kept: '',
    advice: 'Write a Hugging Face repository, such as owner/name, or the https address of a folder. Spaces and data sets are not model repositories.',
  },
  'address-host-refused': {
    title: 'This page may not connect to that host',
    kept: '',
    advice: 'It connects to Hugging Face and to the hosts that whoever runs it allowed, and the browser holds it to that. Download the files yourself and choose them under “Use files from your disk”.',
  },
  'address-not-found': {
    title: 'Nothing was found at this address',
    kept: '',
    advice: 'Check how it is spelled. If the repository is private, give your access token.',
  },
  'address-without-model': {
    title: 'There is no model here that Myna can run',
    kept: 'Nothing was downloaded.',
    advice: 'Myna runs Pocket TTS: weights (.safetensors) with a tokenizer, or a folder with bundle.json. Look whether they lie in another repository or branch.',
  },
  'model-gated': {
    title: 'Its publisher wants to know who downloads it',
    kept: '',
    advice: 'Accept the terms on its page at huggingface.co, create an access token with read permission in your settings there, and give it on the Models page.',
  },
  'model-no-encoder': {
    title: 'This model speaks with published voices only',
    kept: textAndVoicesKept,
    advice: 'The part that listens to a recording is left out of it, so it cannot speak as anybody else. Look for the release with voice cloning.',
  },
  'model-structure-unknown': {
    title: 'Myna does not know this kind of model',
    kept: 'Nothing was downloaded.',
    advice: 'Its weights are not those of Pocket TTS as Myna knows it, or its configuration is missing. The details name what does not fit.',
  },
  'token-refused': {
    title: 'Hugging Face does not accept this token',
    kept: '',
    advice: 'It may have expired or been revoked. Make another in your settings there and give it here.',
  },
  'token-unsafe': {
    title: 'This browser is too old for access tokens',
    kept: '',
    advice: 'It would pass a token on to other hosts. Update it, or download the files yourself and choose them under “Use files from your disk”.',
  },
  'engine-not-loaded': {
    title: 'The engine was not ready',
    kept: textAndVoicesKept,
    advice: 'Press Speak again.',
  },
  'browser-outdated': {
    title: 'This browser is too old to compute speech',
    kept: `${textAndVoicesKept} Nothing was downloaded.`,
    advice: 'Update it: Chrome and Edge can do it since version 91, Firefox since 89, Safari since 16.4.',
  },
  'execution-provider-unsupported': {
    title: 'This engine cannot run that way on this device',
    kept: textAndVoicesKept,
    advice: 'Choose “CPU (WebAssembly)” under “Engine and settings”.',
  },
  'inference-failed': {
    title: 'The engine could not finish',
    kept: `${textAndVoicesKept} Whatever was spoken so far is kept.`,
    advice: 'Press Speak again. If it fails again, try another sentence or fewer threads.',
  },
  'reading-changed': {
    title: 'This reading cannot be continued',
    kept: 'The part that was spoken is still there.',
    advice: 'Its voice, its engine or the app has changed since. Keep what is there, or speak the text again from the start.',
  },
  'generation-runaway': {
    title: 'The voice did not find the end of a sentence',
    kept: `${textAndVoicesKept} Whatever was spoken so far is kept.`,
    advice: 'Speak again with another seed, or shorten that sentence.',
  },
  'position-budget-exceeded': {
    title: 'The voice and the sentence together are too long for this engine',
    kept: textAndVoicesKept,
    advice: 'Use a shorter part of the recording, or shorter sentences.',
  },
  'out-of-memory': {
    title: 'The device ran out of memory',
    kept: textAndVoicesKept,
    advice: 'Close other tabs and press Speak again, or choose a smaller engine.',
  },
  'device-lost': {
    title: 'The graphics processor stopped working',
    kept: 'Nothing that was spoken is lost: the CPU continues where it stopped.',
    advice: 'The CPU is used until you reload this page.',
  },
  'worker-crashed': {
    title: 'The engine crashed and was restarted',
    kept: `${textAndVoicesKept} Whatever was spoken so far is kept.`,
    advice: 'Press Speak again, or Continue where a text was interrupted. If it crashes again, choose fewer threads or a smaller engine.',
  },
  'worker-timeout': {
    title: 'The engine stopped responding and was restarted',
    kept: `${textAndVoicesKept} Whatever was spoken so far is kept.`,
    advice: 'Press Speak again. A busy device may need fewer threads.',
  },
  'transcription-failed': {
    title: 'The words could not be written down',
    kept: 'The sound itself is kept.',
    advice: 'Speaking works without it. Try again, or type the words yourself.',
  },
  'busy-elsewhere': {
    title: 'Another tab is already doing this',
    kept: nothingLost,
    advice: 'Continue there, or close it and try again here.',
  },
  'playback-failed': {
    title: 'The sound could not be played',
    kept: 'What was spoken is kept and can be downloaded.',
    advice: 'Check the sound output of this device and press Play again.',
  },
  'encoder-missing': {
    title: 'This browser cannot write Opus',
    kept: nothingLost,
    advice: 'Choose MP3 or AAC instead; both are as small.',
  },
  'export-failed': {
    title: 'The file could not be written',
    kept: nothingLost,
    advice: 'Try again, or choose another format.',
  },
  'cover-unreadable': {
    title: 'This picture cannot be a cover',
    kept: nothingLost,
    advice: 'Choose a JPEG or PNG file; players show no others.',
  },
  'export-too-large': {
    title: 'The ZIP would be larger than 4 GB',
    kept: nothingLost,
    advice: 'Choose a smaller format such as MP3, or fewer takes.',
  },
  'storage-full': {
    title: 'The browser’s storage is full',
    kept: `${nothingLost} The newest sound can still be downloaded until you leave the page.`,
    advice: 'Free space on the Storage page, or on the device, and try again.',
  },
  'storage-unavailable': {
    title: 'The browser will not keep anything for this page',
    kept: 'Everything works until you close the page.',
    advice: 'A private window or a browser setting may be the reason. Download what you want to keep.',
  },
  'app-outdated': {
    title: 'A newer version of Myna is open in another tab',
    kept: 'Everything that was kept before is still there. This tab, which has the older version, keeps nothing more.',
    advice: 'Download here what you still need, copy your text, then reload this page.',
  },
  'record-missing': {
    title: 'This is no longer there',
    kept: nothingLost,
    advice: 'It may have been deleted in another tab. Reload the page to see what is kept.',
  },
  'voice-file-invalid': {
    title: 'This is not a voice file of this app',
    kept: nothingLost,
    advice: 'Choose a file that ends in .myna-voice. A recording goes under “Choose a file”.',
  },
  'pronunciations-invalid': {
    title: 'There are no pronunciations in this file',
    kept: nothingLost,
    advice: 'Choose a CSV file whose lines are a word and how it is said, or a lexicon in PLS, of at most 5 MB.',
  },
  'pronunciations-too-many': {
    title: 'The list would hold more than 5,000 pronunciations',
    kept: nothingLost,
    advice: 'Remove some, or choose a shorter file.',
  },
  'voice-file-too-new': {
    title: 'This voice file comes from a newer version of the app',
    kept: nothingLost,
    advice: 'Update the app and import it again.',
  },
  'project-file-invalid': {
    title: 'This file is not a project, or it is damaged',
    kept: nothingLost,
    advice: 'Choose a file that ends in .myna-project and was saved by Myna. If it was, save it again in the browser that has the project.',
  },
  'project-file-too-new': {
    title: 'This project was saved by a newer version of Myna',
    kept: nothingLost,
    advice: 'Reload the page to update Myna, then open the file again.',
  },
  aborted: { title: 'Stopped', kept: 'Whatever was spoken so far is kept.', advice: '' },
  internal: {
    title: 'Something went wrong that should not have',
    kept: textAndVoicesKept,
    advice: 'Try again, and reload the page if it keeps happening. The details below help whoever looks into it.',
  },
}

export function errorWording(code: ErrorCode): ErrorWording {
  return wording[code]
}

/** As `errorWording`, with the word in the title where the detail of a failure is one. */
export function failureWording({ code, detail }: ErrorInfo): ErrorWording {
  const words = errorWording(code)
  return code === 'guide-mismatch' ? { ...words, title: `The recording says something else at “${detail}”` } : words
}
