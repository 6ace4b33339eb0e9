import { version } from '../../../package.json'
import type { WavMetadata } from '../../shared/audio/wav-metadata'
import type { SavedTake } from '../../shared/protocol/records'
import { SYNTHETIC_SPEECH, syntheticStatement } from '../../shared/text/wording/english/statements'

/**
 * What IPTC calls media made by a trained model. Programs that label such media look for this term.
 * https://cv.iptc.org/newscodes/digitalsourcetype/
 */
const MADE_BY_A_MODEL = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'

/**
 * Where the sound of a take comes from, as every exported file carries it: the program, the engine, the model and the
 * day, and that nobody said this. Neither the text nor the name of the voice: those belong to the person.
 */
export function takeProvenance(take: Provenance): WavMetadata {
  const software = `Myna ${version}`
  const day = take.createdAt.slice(0, 10)
  const statement = syntheticStatement(take)
  return { info: { ISFT: software, ICMT: statement, ICRD: day, IGNR: SYNTHETIC_SPEECH }, xmp: xmpPacket(software, statement, day) }
}

/** The part of a take that its provenance is made of. */
export type Provenance = Pick<SavedTake, 'engineName' | 'packId' | 'settings' | 'createdAt' | 'guide'>

function xmpPacket(software: string, statement: string, day: string): string {
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmp:CreatorTool="${escaped(software)}"
    xmp:CreateDate="${day}"
    Iptc4xmpExt:DigitalSourceType="${MADE_BY_A_MODEL}">
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escaped(statement)}</rdf:li></rdf:Alt></dc:description>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
