import type { ShortWords } from '../european/short-words'

/** Italian short words. */
export const shortWords: ShortWords = {
  leading: {
    'sig\\.': 'signor', 'Sig\\.': 'Signor', 'sig\\.ra': 'signora', 'Sig\\.ra': 'Signora', 'sig\\.na': 'signorina', 'sigg\\.': 'signori', 'dott\\.': 'dottor', 'Dott\\.': 'Dottor', 'dott\\.ssa': 'dottoressa', 'Dott\\.ssa': 'Dottoressa', 'Dr\\.': 'Dottor', 'prof\\.': 'professor', 'Prof\\.': 'Professor', 'prof\\.ssa': 'professoressa',
    'avv\\.': 'avvocato', 'ing\\.': 'ingegner', 'cap\\.': 'capitolo', 'Cap\\.': 'Capitolo', 'pagg\\.': 'pagine', 'pag\\.': 'pagina', 'pp?\\.(?= ?\\d)': 'pagina', 'vol\\.(?= ?[\\dIVX])': 'volume', 'fig\\.(?= ?\\d)': 'figura', 'art\\.(?= ?\\d)': 'articolo', 'ad ?es\\.': 'ad esempio', 'p\\. ?es\\.': 'per esempio',
    'mln': 'milioni', 'mld': 'miliardi', 'ca\\.': 'circa', 'tel\\.': 'telefono', 'Tel\\.': 'Telefono', 'max\\.': 'massimo', 'min\\.': 'minimo', 'cfr\\.': 'confronta', 'sec\\.(?= [IVX]+)': 'secolo', 'nr\\.': 'numero', 'vs\\.?': 'contro', 'S\\.(?= \\p{Lu}\\p{Ll})': 'San', 'F\\.lli': 'Fratelli',
    'gen\\.': 'gennaio', 'febb?\\.': 'febbraio', 'apr\\.': 'aprile', 'ago\\.': 'agosto', 'sett\\.': 'settembre', 'ott\\.': 'ottobre', 'nov\\.': 'novembre', 'dic\\.': 'dicembre',
  },
  ending: { 'ecc\\.': 'eccetera', 'etc\\.': 'eccetera', 'a\\. ?C\\.': 'avanti Cristo', 'd\\. ?C\\.': 'dopo Cristo', 'S\\.p\\.A\\.': 'S P A', 'S\\.r\\.l\\.': 'S R L' },
}
