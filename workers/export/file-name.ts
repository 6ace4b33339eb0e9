import type { SoundFormat } from '../../src/shared/protocol/sound-export'
import { fileTitle } from '../../src/shared/text/file-title'
import type { Place } from './tags'

/** `03 The title.mp3`: sorts in the order of the book. */
export function fileName({ title, number, total }: Place, format: SoundFormat): string {
  const digits = String(number).padStart(String(total).length, '0')
  return `${`${digits} ${fileTitle(title)}`.trim()}.${format}`
}
