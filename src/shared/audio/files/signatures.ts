import { tagAt } from './sound-layout'

/**
 * What a file is, by its first bytes, where it is nothing that is read here: the name of its codec, or `none` for what holds
 * no sound at all; null for what is unknown. {@link SIGNATURE_BYTES} are enough.
 */
export function foreignSignature(head: DataView): string | null {
  const text = tagAt(head, 0) + tagAt(head, 4) + tagAt(head, 8) + tagAt(head, 12)
  const known = signatures.find(([beginning]) => text.startsWith(beginning))?.[1]
  if (known !== undefined) return known
  if (text.startsWith('OggS') && tagAt(head, 28) === 'Spee') return 'speex'
  return holdsText(head) ? 'none' : null
}

export const SIGNATURE_BYTES = 64

/** All of it letters, spaces and line ends; a tag of an MP3 has other bytes among its first ten. */
function holdsText(head: DataView): boolean {
  for (let i = 0; i < head.byteLength; i++) {
    const byte = head.getUint8(i)
    const isText = (byte >= 32 && byte !== 127) || byte === 9 || byte === 10 || byte === 13
    if (!isText || byte === 0xff) return false
  }
  return head.byteLength > 0
}

const signatures: readonly (readonly [beginning: string, name: string])[] = [
  ['#!AMR', 'amr'],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'wma'],
  ['\x02dss', 'dss'],
  ['\x03dss', 'dss'],
  ['\x02ds2', 'dss'],
  ['\x03ds2', 'dss'],
  ['MThd', 'midi'],
  ['.RMF', 'realaudio'],
  ['.ra\xfd', 'realaudio'],
  ['wvpk', 'wavpack'],
  ['MAC ', 'monkeys-audio'],
  ['MPCK', 'musepack'],
  ['MP+', 'musepack'],
  ['TTA1', 'tta'],
  ['DSD ', 'dsd'],
  ['FRM8', 'dsd'],
  ['OFR ', 'optimfrog'],
  ['\x0b\x77', 'ac3'],
  ['\x7f\xfe\x80\x01', 'dts'],
  ['%PDF', 'none'],
  ['PK\x03\x04', 'none'],
  ['Rar!', 'none'],
  ['7z\xbc\xaf', 'none'],
  ['\x1f\x8b', 'none'],
  ['\x89PNG', 'none'],
  ['\xff\xd8\xff', 'none'],
  ['GIF8', 'none'],
  ['II*\0', 'none'],
  ['MM\0*', 'none'],
  ['{\\rtf', 'none'],
  ['<!DOCTYPE', 'none'],
  ['<html', 'none'],
  ['<?xml', 'none'],
  ['\xd0\xcf\x11\xe0', 'none'],
]
