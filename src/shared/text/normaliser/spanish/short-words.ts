import type { ShortWords } from '../european/short-words'

/** Spanish short words. */
export const shortWords: ShortWords = {
  leading: {
    'Sr\\.': 'señor', 'Sra\\.': 'señora', 'Srta\\.': 'señorita', 'Sres\\.': 'señores', 'Dr\\.': 'doctor', 'Dra\\.': 'doctora', 'D\\.(?= \\p{Lu}\\p{Ll})': 'don', 'D[.ª]ª?\\.?(?= \\p{Lu}\\p{Ll})': 'doña', 'Prof\\.': 'profesor', 'Lic\\.': 'licenciado', 'Ing\\.': 'ingeniero',
    'EEUU': 'Estados Unidos', 'cap\\.': 'capítulo', 'Cap\\.': 'Capítulo', 'págs?\\.': 'página', 'pp?\\.(?= ?\\d)': 'página', 'vol\\.(?= ?[\\dIVX])': 'volumen', 'fig\\.(?= ?\\d)': 'figura', 'art\\.(?= ?\\d)': 'artículo', 'núm\\.': 'número',
    'aprox\\.': 'aproximadamente', 'p\\. ?ej\\.': 'por ejemplo', 'tel\\.': 'teléfono', 'Tel\\.': 'Teléfono', 'Av\\.': 'avenida', 'Avda\\.': 'avenida', 'C\\/(?= ?\\p{Lu})': 'calle ', 'Uds\\.': 'ustedes', 'Ud\\.': 'usted', 'Vd\\.': 'usted', 'Sto\\.': 'Santo', 'Sta\\.': 'Santa', 'máx\\.': 'máximo', 'mín\\.': 'mínimo',
    's\\.(?= [IVX]+)': 'siglo', 'ss\\.(?= [IVX]+)': 'siglos', 'vs\\.': 'contra', 'cf\\.': 'véase', 'ed\\.': 'edición', 'hnos\\.': 'hermanos', 'Gral\\.': 'general', 'Cía\\.': 'compañía', 'JJ\\. ?OO\\.': 'Juegos Olímpicos', 'RR\\. ?HH\\.': 'recursos humanos',
    'ene\\.': 'enero', 'feb\\.': 'febrero', 'abr\\.': 'abril', 'ago\\.': 'agosto', 'sept?\\.': 'septiembre', 'oct\\.': 'octubre', 'nov\\.': 'noviembre', 'dic\\.': 'diciembre',
  },
  ending: { 'EE\\. ?UU\\.?': 'Estados Unidos', 'etc\\.': 'etcétera', 'a\\. ?(?:de )?C\\.': 'antes de Cristo', 'd\\. ?(?:de )?C\\.': 'después de Cristo', 'S\\. ?A\\.': 'S A', 'a\\. ?m\\.': 'de la mañana', 'p\\. ?m\\.': 'de la tarde' },
}
