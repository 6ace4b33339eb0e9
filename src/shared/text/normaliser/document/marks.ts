// What is attached to a word and is no part of the sentence: references, smileys, decoration.
const citationNeeded = /\s?\[(?:citation needed|clarification needed|edit|sic|when\?|who\?|why\?|by whom\?|according to whom\?|dubious(?: [–-] discuss)?|better source needed|page needed|quelle\??|réf\. nécessaire|cita requerida|senza fonte)\]/giu
const numbers = String.raw`(?:\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*|[a-z]|(?:note|nb|n|fn|lower-alpha|upper-alpha)\.?\s?\d{1,3}|[*†‡])`
const attachedReference = new RegExp(String.raw`(?<=[\p{L}\p{N}.,;:!?)"'”’»\]%])(?<!\b(?:array|arr|list|row|col|args|argv|data|x|y|i|a|b|v|p)(?=\[))(?:\[${numbers}\]){1,6}(?!\s*[=\](\[])`, 'giu')
const spacedReference = new RegExp(String.raw`(?<=[\p{Ll}\p{N})"'”’])(?<!\b(?:[Ii]n|[Ss]ee|also|of|by|from|and|to|with|[Rr]efs?|reference|as|cf|at|is|are|item|step|option)) (?:\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]){1,6}(?=[.,;:!?]|\s\p{Ll}|\s*$)`, 'gmu')
const leadingReference = /^[ \t]*\[\d{1,3}\][ \t]+(?=\p{Lu})/gmu

const raised = '[¹²³⁰⁴-⁹]'
const raisedAfterMark = new RegExp(String.raw`(?=${raised})(?<=[.,;:!?)"'”’»])${raised}+(?:[,‚·˒]${raised}+|⁻${raised}+)*(?=[\s)\]"'”’.,;:!?]|$)`, 'gmu')
/** A power stands behind a letter, a unit or a function; behind a longer word it is a note. */
const raisedAfterWord = new RegExp(String.raw`(?=${raised})(?<=\p{Ll}{4}|\b(?!sin|cos|tan|cot|sec|csc|log|exp|det|dim|max|min|mol|bar|psi|rad|deg)\p{L}\p{Ll}\p{Ll}|\b(?:is|it|in|of|us|we|he|me|my|so|to|go|do|no|up|on|at|by))${raised}{1,3}(?:[,˒]${raised}{1,3})*(?=[\s.,;:!?)\]"'”’]|$)`, 'gmu')
const oneAfterWord = /(?=¹)(?<=\p{L})¹(?=[\s.,;:!?)"'”’]|$)/gmu

const months = 'jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december'
const stopped =
  `no|nos|vol|vols|fig|figs|pp?|ch|chap|sec|sect|art|app|ed|op|cap|nr|bd|pt|para|par|ver|v|ext|eq|ca|st|rd|ave|apt|tel|lib|kap|abs|núm|pág|${months}`
/** "It works.14 Others": a note's number that lost its raising. */
const fallenNote = /(?=\d)(?<=\p{Ll}{3}["'”’)]?[.!?]["'”’)]?)\d{1,3}(?:[,–-]\d{1,3})*(?=\s+["'“‘(]?\p{Lu}|\s*$)/gmu
const fallenNoteInside = /(?=\d)(?<=\p{Ll}{4},)\d{1,2}(?=\s\p{Ll}{2})/gu
/** "2.0-beta.3" is a version. */
const endsVersion = /[\d-]\p{Ll}+\.$/u
const endsStopped = new RegExp(String.raw`(?<!\p{L})(?:${stopped})[.,]$`, 'iu')
const unlessStopped = (written: string, at: number, whole: string) => {
  const before = whole.slice(Math.max(0, at - 12), at)
  return endsStopped.test(before) || endsVersion.test(before) ? written : ''
}
const noteOfAuthors = /(?<=\bet al\.?)\s?(?:\d{1,3}(?:[,–-]\d{1,3})*(?=[\s.,;)]|$)|\(\d{1,3}\))(?!\s?(?:%|percent|mg|kg|years|pages))/gu

const faces = String.raw`[:;][-'^o]?[)(\]\[DPpOo|\\/*3]+|:'[)(]+|=[-']?[)(DPp]+|8-\)|>:[-']?[)(]+|>[_.]<|[xX]D+|\^[_.-]?\^;?|\(\^[_.]?\^\)|-_+-|[oO]_+[oO]|T_+T|ಠ_+ಠ|\\o\/`
const face = new RegExp(String.raw`(?<=^|[\s.,!?"])(?:${faces})(?=[\s.,!?"]|$)`, 'gmu')
/** After a letter or a number that stands alone it compares. */
const heart = /(?<=^|[\s.,!?"])(?<!(?<!\p{L})[\p{Ll}\d]\s|\d\s)<\/?3+(?:\s<\/?3+)*(?=[\s.,!?"]|$)(?!\s\d)/gmu
/** ":smile:", as chats write them. */
const namedFace = /(?<=^|\s):[a-z][a-z0-9_+-]{1,30}:(?=[\s.,!?]|$)/gm
const typedShrug = /¯\\?_\(ツ\)_\/¯/g

/** Faces that are typed are silent. Comes before Markdown, which takes their strokes for emphasis. */
export function withoutFaces(text: string): string {
  return text.replace(typedShrug, '').replace(face, '').replace(namedFace, '').replace(heart, '')
}

/** Note marks and signs of broken files are silent. */
export function withoutNotes(text: string): string {
  return text
    .replace(/\ufffd+/g, '')
    .replace(citationNeeded, '')
    .replace(leadingReference, '')
    .replace(attachedReference, '')
    .replace(spacedReference, '')
    .replace(raisedAfterMark, '')
    .replace(oneAfterWord, '')
    .replace(raisedAfterWord, '')
    .replace(noteOfAuthors, '')
    .replace(fallenNote, unlessStopped)
    .replace(fallenNoteInside, unlessStopped)
}
