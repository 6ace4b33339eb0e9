const PARTS = 'part|book|volume|act|teil|buch|band|akt|partie|livre|tome|acte|parte|libro|atto|acto|livro|deel|boek'
const CHAPTERS =
  'chapter|scene|canto|letter|stave|lesson|kapitel|szene|brief|chapitre|scène|lettre|capítulo|escena|carta|capitolo|scena|cena|hoofdstuk'
const NUMBER_WORDS =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|' +
  'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last|' +
  'eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|erstes?|zweites?|drittes?|viertes?|fünftes?|' +
  'premier|première|deuxième|troisième|quatrième|cinquième|un|deux|trois|quatre|cinq|' +
  'primero|segundo|tercero|cuarto|quinto|uno|dos|tres|cuatro|cinco|primo|secondo|terzo|quarto|due|tre|quattro|cinque|um|dois|três|primeiro|terceiro|een|twee|drie'
const NUMBER = String.raw`(?:\d{1,3}|[IVXLC]{1,8}|(?:the )?(?:${NUMBER_WORDS})(?:[- ](?:${NUMBER_WORDS}))?)(?![\p{L}\d])`
const ORDINAL_FIRST = String.raw`(?:erste[rs]?|zweite[rs]?|dritte[rs]?|vierte[rs]?|fünfte[rs]?|\d{1,3}\.)`

const part = new RegExp(`^(?:(?:${PARTS}) ${NUMBER}|${ORDINAL_FIRST} (?:teil|buch|akt))(?![\\p{L}\\d])`, 'iu')
const chapter = new RegExp(`^(?:(?:${CHAPTERS}) ${NUMBER}|${ORDINAL_FIRST} (?:kapitel|szene))(?![\\p{L}\\d])`, 'iu')
const lone =
  /^(?:[IVXLC]{1,7}\.?|\d{1,3}\.|prologue|epilogue|preface|foreword|introduction|afterword|prolog|epilog|vorwort|einleitung|nachwort|préface|avant-propos|prólogo|epílogo|prefacio|introducción|prefazione|introduzione|prefácio|introdução|voorwoord|inleiding)$/iu
/** What may follow “Chapter 3”: nothing, a mark, or a name, which begins with a capital. */
const rest = /^(?:$|[.:]|\s*[—–-]|\s+["“‘«]?[\p{Lu}\d])/u
const LONGEST = 100

/** Of a line that stands alone: 1 where it begins a part, 2 where it begins a chapter, null where it is text. */
export function headingLevelOf(line: string): 1 | 2 | null {
  if (line.length > LONGEST || /[,;]$/.test(line)) return null
  if (isHeading(part, line)) return 1
  return isHeading(chapter, line) || lone.test(line) ? 2 : null
}

function isHeading(beginning: RegExp, line: string): boolean {
  const found = beginning.exec(line)
  return found !== null && rest.test(line.slice(found[0].length))
}
