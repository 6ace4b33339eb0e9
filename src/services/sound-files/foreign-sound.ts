import { MynaError, type ErrorCode } from '../../shared/protocol/errors'

/** Why what is written in a codec cannot be read, by the names that containers and signatures give it. */
const codes: Readonly<Record<string, ErrorCode>> = {
  none: 'audio-undecodable',
  unknown: 'audio-undecodable',
  amr: 'audio-amr',
  samr: 'audio-amr',
  sawb: 'audio-amr',
  wma: 'audio-wma',
  gsm: 'audio-gsm',
  agsm: 'audio-gsm',
  alac: 'audio-apple-lossless',
  A_ALAC: 'audio-apple-lossless',
  dss: 'audio-dictation',
  midi: 'audio-notes',
  drms: 'audio-protected',
  enca: 'audio-protected',
  aavd: 'audio-protected',
}

/** The error for sound in a codec that nothing here decodes. */
export function foreignSound(codec: string): MynaError {
  return new MynaError(codes[codec] ?? 'audio-codec-unsupported', codec)
}
