import type { EnglishWords } from './english-words'

/** Books of the Bible: how they are written short, and in full. */
const books: Readonly<Record<string, string>> = {
  'Gen|Gn': 'Genesis', 'Ex|Exod': 'Exodus', Lev: 'Leviticus', Num: 'Numbers', 'Deut|Dt': 'Deuteronomy', 'Josh': 'Joshua', 'Judg|Jdg': 'Judges',
  Ruth: 'Ruth', Sam: 'Samuel', Kgs: 'Kings', 'Chron|Chr': 'Chronicles', Neh: 'Nehemiah', 'Esth|Est': 'Esther', Job: 'Job', 'Ps|Pss|Psa': 'Psalm',
  'Prov|Pr': 'Proverbs', 'Eccl|Eccles|Qoh': 'Ecclesiastes', Song: 'Song of Songs', 'Isa|Is': 'Isaiah', Jer: 'Jeremiah', Lam: 'Lamentations',
  'Ezek|Ez': 'Ezekiel', Dan: 'Daniel', Hos: 'Hosea', Joel: 'Joel', Am: 'Amos', Obad: 'Obadiah', Jon: 'Jonah', Mic: 'Micah', Nah: 'Nahum', Hab: 'Habakkuk',
  Zeph: 'Zephaniah', Hag: 'Haggai', Zech: 'Zechariah', Mal: 'Malachi', 'Matt|Mt': 'Matthew', 'Mk|Mrk': 'Mark', 'Lk|Luk': 'Luke', 'Jn|Jhn': 'John',
  Acts: 'Acts', Rom: 'Romans', Cor: 'Corinthians', Gal: 'Galatians', Eph: 'Ephesians', 'Phil|Php': 'Philippians', Col: 'Colossians', 'Thess|Thes': 'Thessalonians',
  Tim: 'Timothy', Tit: 'Titus', 'Philem|Phlm': 'Philemon', Heb: 'Hebrews', 'Jas|Jam': 'James', Pet: 'Peter', 'Rev|Apoc': 'Revelation', Macc: 'Maccabees',
  Tob: 'Tobit', Sir: 'Sirach', Wis: 'Wisdom', Bar: 'Baruch', Mark: 'Mark', Luke: 'Luke', John: 'John', Psalms: 'Psalms', Hebrews: 'Hebrews', Titus: 'Titus',
}
const full = new Map(Object.entries(books).flatMap(([short, name]) => [...short.split('|'), name].map((key) => [key, name] as const)))
const anyBook = [...full.keys()].sort((a, b) => b.length - a.length).join('|')
const verse = new RegExp(
  String.raw`(?<![\p{L}\d])(?:([123]|I{1,3})\s)?(${anyBook})\.?\s?(\d{1,3}):(\d{1,3})(?:\s?[-–]\s?(?:(\d{1,3}):)?(\d{1,3}))?([a-c])?(?![\p{L}\d:])`,
  'gu',
)
/** A whole chapter: only in short with the full stop, or behind a number. "Col. 5" and "Num. 3" are a column and a number, "Rev. 2" a revision. */
const chapter = new RegExp(String.raw`(?<![\p{L}\d])(?:([123])\s)?(${anyBook})(\.?)\s?(\d{1,3})(?![\d:.]\d|\d|[-–]\d|\p{L})`, 'gu')
const otherThings = new Set(['Rev', 'Gen', 'Mt'])
/** Short forms that are words or names: only with their full stop, or with a number before them. */
const wordsThemselves = new Set('Is Am Ex Num Pr Est Bar Sir Wis Pet Col Gal Sam Dan Jon Tim Cor Song Mic Hos Lam Mal'.split(' '))
const numbered: Readonly<Record<string, string>> = { 1: 'First', 2: 'Second', 3: 'Third', I: 'First', II: 'Second', III: 'Third' }

/** "Gen. 1:1-3" → "Genesis one, one to three"; "1 Cor. 13:4" → "First Corinthians thirteen, four". */
export function spokenScripture(text: string, say: EnglishWords): string {
  const chapters = text.replace(chapter, (written, which: string | undefined, book: string, stop: string, number: string) => {
    const isFull = full.get(book) === book
    const isSure = which !== undefined ? stop !== '' || isFull : stop !== '' && !isFull && !wordsThemselves.has(book) && !otherThings.has(book)
    return isSure ? `${which === undefined ? '' : `${numbered[which] ?? which} `}${full.get(book) ?? book} ${say.cardinal(number)}` : written
  })
  return chapters.replace(verse, (written, which: string | undefined, book: string, chapter: string, from: string, toChapter?: string, to?: string) => {
    if (which === undefined && wordsThemselves.has(book) && !written.includes('.')) return written
    const name = `${which === undefined ? '' : `${numbered[which] ?? which} `}${full.get(book) ?? book}`
    const end = to === undefined ? '' : ` to ${toChapter === undefined ? '' : `${say.cardinal(toChapter)}, `}${say.cardinal(to)}`
    return `${name} ${say.cardinal(chapter)}, ${say.cardinal(from)}${end}`
  })
}
