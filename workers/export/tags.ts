import type { MetadataTags } from 'mediabunny'
import type { WavMetadata } from '../../src/shared/audio/wav-metadata'
import type { ExportWords, SoundFormat } from '../../src/shared/protocol/sound-export'

/** Where in a book a file stands. */
export interface Place {
  readonly title: string
  readonly number: number
  readonly total: number
}

/** The words in the terms of each format: ID3v2, Vorbis comments, or the item list of MP4. */
export function formatTags(format: Exclude<SoundFormat, 'wav'>, words: ExportWords, place?: Place): MetadataTags {
  const title = place?.title ?? words.title
  return {
    ...(title !== undefined && { title }),
    ...(words.title !== undefined && { album: words.title }),
    ...(words.author !== undefined && { artist: words.author, albumArtist: words.author }),
    ...(place && { trackNumber: place.number, tracksTotal: place.total }),
    comment: words.statement,
    genre: words.genre,
    date: new Date(`${words.day}T00:00:00Z`),
    ...(words.cover && { images: [{ data: words.cover.data, mimeType: words.cover.mimeType, kind: 'coverFront' as const }] }),
    raw: rawTags(format, words),
  }
}

function rawTags(format: Exclude<SoundFormat, 'wav'>, { software, sourceType }: ExportWords): NonNullable<MetadataTags['raw']> {
  switch (format) {
    case 'mp3':
      return { TSSE: software, TXXX: { DigitalSourceType: sourceType } }
    case 'm4a':
      // Items of the list have four letters: the address stands as the description.
      return { '©too': software, desc: sourceType }
    case 'flac':
    case 'opus':
      return { ENCODER: software, DIGITALSOURCETYPE: sourceType }
  }
}

/** The words as RIFF texts and an XMP packet. */
export function wavTags(words: ExportWords, place?: Place): WavMetadata {
  const title = place?.title ?? words.title
  return {
    info: {
      ISFT: words.software,
      ICMT: words.statement,
      ICRD: words.day,
      IGNR: words.genre,
      ...(title !== undefined && { INAM: title }),
      ...(words.author !== undefined && { IART: words.author }),
      ...(place && words.title !== undefined && { IPRD: words.title, ITRK: String(place.number) }),
    },
    xmp: words.xmp,
  }
}
