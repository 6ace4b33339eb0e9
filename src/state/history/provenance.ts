import { version } from '../../../package.json'
import type { SavedTake } from '../../shared/protocol/records'
import type { ExportWords } from '../../shared/protocol/sound-export'
import { SYNTHETIC_SPEECH, syntheticStatement } from '../../shared/text/wording/english/statements'

/**
 * What IPTC calls media made by a trained model. Programs that label such media look for this term.
 * https://cv.iptc.org/newscodes/digitalsourcetype/
 */
const MADE_BY_A_MODEL = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'

/**
 * Where the sound comes from, as every exported file carries it: the program, engines and models, the day of the newest
 * take, and that nobody said this. Neither the text nor the name of a voice: those belong to the person.
 */
export function soundProvenance(takes: readonly Provenance[]): ExportWords {
  const software = `Myna ${version}`
  const day = takes.map(({ createdAt }) => createdAt.slice(0, 10)).toSorted().at(-1) ?? ''
  const statement = syntheticStatement(takes)
  return { statement, software, day, genre: SYNTHETIC_SPEECH, sourceType: MADE_BY_A_MODEL, xmp: xmpPacket(software, statement, day) }
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
