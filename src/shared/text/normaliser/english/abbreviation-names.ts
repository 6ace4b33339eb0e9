/** Before a name: "Dr. Lee". Only with their full stop, except the titles that Britons write without. */
export const titles: Readonly<Record<string, string>> = {
  Mr: 'Mister', Mrs: 'Missus', Ms: 'Miz', Messrs: 'Messers', Mme: 'Madame', Mlle: 'Mademoiselle', Prof: 'Professor', Rev: 'Reverend',
  Fr: 'Father', Br: 'Brother', Msgr: 'Monsignor', Gen: 'General', Col: 'Colonel', Capt: 'Captain', Lt: 'Lieutenant', Sgt: 'Sergeant',
  Cpl: 'Corporal', Pvt: 'Private', Maj: 'Major', Cmdr: 'Commander', Adm: 'Admiral', Sen: 'Senator', Rep: 'Representative', Gov: 'Governor',
  Pres: 'President', Amb: 'Ambassador', Atty: 'Attorney', Hon: 'Honorable', Supt: 'Superintendent', Insp: 'Inspector', Det: 'Detective',
  Mt: 'Mount', Ft: 'Fort', St: 'Saint', Ste: 'Sainte', Dr: 'Doctor', Drs: 'Doctors',
}

/** Anywhere; those that may end a sentence keep its full stop there. */
export const ending: Readonly<Record<string, string>> = {
  Inc: 'Incorporated', Ltd: 'Limited', Corp: 'Corporation', Co: 'Company', Bros: 'Brothers', Jr: 'Junior', Sr: 'Senior', Esq: 'Esquire',
  etc: 'et cetera', Ave: 'Avenue', Blvd: 'Boulevard', Rd: 'Road', Ln: 'Lane', Hwy: 'Highway', Pkwy: 'Parkway', Sq: 'Square',
  Univ: 'University', Assn: 'Association', Govt: 'Government', govt: 'government', Intl: 'International', dept: 'department',
  Dept: 'Department', misc: 'miscellaneous', Apt: 'Apartment', mgmt: 'management', Bldg: 'Building', bldg: 'building', ibid: 'ibid', Ibid: 'Ibid', mgr: 'manager', Mgr: 'Manager',
  univ: 'university', Natl: 'National', natl: 'national',
}

/** Something always follows these: their full stop ends no sentence, unless one clearly begins behind it. */
export const leading: Readonly<Record<string, string>> = {
  vs: 'versus', approx: 'approximately', Approx: 'Approximately', cf: 'compare', Cf: 'Compare', incl: 'including', excl: 'excluding', esp: 'especially', Esp: 'Especially',
  max: 'maximum', Max: 'Maximum', min: 'minimum', Min: 'Minimum', avg: 'average', temp: 'temperature', Tel: 'Telephone', tel: 'telephone',
  Est: 'Established', est: 'established', viz: 'namely', Viz: 'Namely', attn: 'attention', Attn: 'Attention', asst: 'assistant', Asst: 'Assistant', assoc: 'associate',
  Assoc: 'Associate', qty: 'quantity', Qty: 'Quantity', resp: 'respectively', orig: 'originally', prob: 'probably', usu: 'usually', obs: 'obsolete',
  introd: 'introduction', intro: 'introduction', abbr: 'abbreviation', adj: 'adjective', adv: 'adverb',
}

/** Only before a number, the capital of the written one kept. The second is the plural. */
export const counted: Readonly<Record<string, string>> = {
  'pp\\.': 'pages', 'p\\.': 'page', 'll\\.': 'lines', 'l\\.': 'line', 'ex\\.': 'example', 'vols\\.': 'volumes', 'vol\\.': 'volume', 'chs\\.': 'chapters', 'ch(?:ap)?\\.': 'chapter', 'figs\\.': 'figures', 'fig\\.': 'figure', 'tabs?\\.': 'table',
  'sect?s?\\.': 'section', 'ext\\.': 'extension', 'eqs\\.': 'equations', 'eq\\.': 'equation', 'vv\\.': 'verses', 'op\\.': 'opus', 'bks?\\.': 'book', 'pts?\\.': 'part', 'arts?\\.': 'article', 'paras?\\.': 'paragraph',
  'apps?\\.': 'appendix', 'bldg\\.?': 'building', 'ste\\.': 'suite', 'apt\\.?': 'apartment', 'fl\\.': 'floor', 'rms?\\.': 'room', 'ver\\.': 'version', 'eps?\\.': 'episode', 'stz?\\.': 'stanza',
  'nos\\.': 'numbers', 'lat\\.': 'latitude', 'long?\\.': 'longitude', 'qty\\.?': 'quantity', 'min\\.': 'minimum', 'max\\.': 'maximum',
}

/** Notes on people and books, with what must stand on both sides of them. */
export const notes: readonly (readonly [RegExp, string])[] = [
  [/(?<=^|[(,;]\s?)b\.\s?(?=(?:ca?\.\s?)?\d{3,4})/gm, 'born '],
  [/(?<=^|[(,;]\s?)d\.\s?(?=(?:ca?\.\s?)?\d{3,4})/gm, 'died '],
  [/(?<!\p{L})fl\.\s?(?=(?:ca?\.\s?)?\d{3,4}(?!\d))/gu, 'flourished '],
  [/(?<=[(,;]\s?)r\.\s?(?=(?:ca?\.\s?)?\d{3,4})/g, 'reigned '],
  [/(?<=^|[(,;]\s?)m\.\s?(?=(?:ca?\.\s?)?\d{4})/gm, 'married '],
  [/(?<=\d)\s?ff(?:\.(?!\s+\p{Lu}))?(?!\p{L})/gu, ' and following'],
  [/(?<!\p{L})(op|loc)\.\s?cit(?:\.(?=[\s,;]+[\p{Ll}\d(]))?(?!\p{L})/gu, '$1 cit'],
  [/(?<!\p{L})Co\.(?=,?\s(?:Ltd|Inc|LLC|KG)(?!\p{L}))/gu, 'Company'],
  // Behind a name it is "Senior".
  [/(?<!\p{L})(?<!\p{Lu}[\p{L}.'-]*,?\s)Sr\.(?=\s\p{Lu}\p{Ll})/gu, 'Sister'],
  [/(?<!\p{L})[Nn]\.\s?B\.(?=\s)/gu, 'N B'],
  [/\(ed\.\)/g, '(editor)'],
  [/\(trans\.\)/g, '(translator)'],
  [/\(eds\.\)/g, '(editors)'],
  [/(?<!\p{L})eds?\.\s(?=by\s)/gu, 'edited '],
  [/(?<!\p{L})Eds?\.\s(?=by\s)/gu, 'Edited '],
  [/(?<=[,;(]\s?)eds?\.(?=\s\p{Lu})/gu, 'edited by'],
  [/(?<!\p{L})trans\.\s(?=by\s)/gu, 'translated '],
  [/(?<=(?:\dst|\dnd|\drd|\dth|first|second|third|new|rev\.|revised|this|later)\s)ed\.(?=[\s,;)]|$)/gu, 'edition'],
  [/(?<!\p{L})rev\.(?=\sedition)/gu, 'revised'],
  [/(?<!\p{L})[Cc]\/[Oo](?=\s)/gu, 'care of'],
  [/(?<!\p{L})N\.?(?=\s\p{Lu}\p{Ll}+\s(?:St|Ave|Rd|Blvd|Dr|Ln|Street|Avenue|Road)(?!\p{L}))/gu, 'North'],
  [/(?<!\p{L})S\.?(?=\s\p{Lu}\p{Ll}+\s(?:St|Ave|Rd|Blvd|Dr|Ln|Street|Avenue|Road)(?!\p{L}))/gu, 'South'],
  [/(?<!\p{L})E\.?(?=\s\p{Lu}\p{Ll}+\s(?:St|Ave|Rd|Blvd|Dr|Ln|Street|Avenue|Road)(?!\p{L}))/gu, 'East'],
  [/(?<!\p{L})W\.?(?=\s\p{Lu}\p{Ll}+\s(?:St|Ave|Rd|Blvd|Dr|Ln|Street|Avenue|Road)(?!\p{L}))/gu, 'West'],
  [/(?<!\p{L})App\.(?=\s\p{Lu}(?!\p{Ll}))/gu, 'Appendix'],
  [/(?<!\p{L})Fig\.(?=\s?\p{Lu}(?!\p{Ll}))/gu, 'Figure'],
  [/(?<!\p{L})fig\.(?=\s?\p{Lu}(?!\p{Ll}))/gu, 'figure'],
  [/(?<!\p{L})Sec\.(?=\s?\p{Lu}(?!\p{Ll}))/gu, 'Section'],
]

/** Words that a sentence begins with, and hardly ever a name. */
export const starters = (
  'The A An He She It They We You I This That These Those There Then But And So In On At If When Where What Who ' +
  'Why How My Your His Her Our Their Its After Before Now Yes No Not For As By With From One Once Here Later ' +
  'Today Please Let All Some Many Everyone Nobody Next Both Each Every Even Only Still Just Because While Since Until Although Though ' +
  'However Meanwhile Suddenly Finally First Second Another Such Most Much Few Several Do Does Did Can Could Will Would Should May Is Are Was Were ' +
  'Have Has Had Never Always Often Sometimes Maybe Perhaps Nothing Something Everything Anyone Someone Come Go Take Bring Stop Tomorrow Yesterday Tonight'
).replaceAll(' ', '|')
