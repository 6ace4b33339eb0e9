import type { ShortWords } from '../european/short-words'

/** Portuguese short words. */
export const shortWords: ShortWords = {
  leading: {
    'Sr\\.': 'senhor', 'Sra\\.': 'senhora', 'Sr\\.ª': 'senhora', 'Srs\\.': 'senhores', 'Dr\\.': 'doutor', 'Dra\\.': 'doutora', 'Dr\\.ª': 'doutora', 'D\\.(?= (?:Maria|Isabel|Leonor|Catarina|Teresa|Luísa|Inês|Amélia|Carlota))': 'Dona', 'D\\.(?= \\p{Lu}\\p{Ll})': 'Dom', 'Prof\\.': 'professor', 'Prof\\.ª': 'professora', 'Eng\\.': 'engenheiro',
    'cap\\.': 'capítulo', 'Cap\\.': 'Capítulo', 'págs?\\.': 'página', 'pp?\\.(?= ?\\d)': 'página', 'vol\\.(?= ?[\\dIVX])': 'volume', 'fig\\.(?= ?\\d)': 'figura', 'art\\.(?= ?\\d)': 'artigo', 'aprox\\.': 'aproximadamente', 'p\\. ?ex\\.': 'por exemplo', 'tel\\.': 'telefone', 'Tel\\.': 'Telefone', 'EUA': 'Estados Unidos',
    'Av\\.': 'avenida', 'R\\.(?= (?:da|do|de|dos|das) )': 'rua', 'séc\\.': 'século', 'máx\\.': 'máximo', 'mín\\.': 'mínimo', 'vs\\.': 'contra', 'cf\\.': 'confira', 'Sto\\.': 'Santo', 'Sta\\.': 'Santa', 'S\\.(?= \\p{Lu}\\p{Ll})': 'São', 'Cia\\.': 'companhia', 'ed\\.': 'edição',
    'jan\\.': 'janeiro', 'fev\\.': 'fevereiro', 'abr\\.': 'abril', 'ago\\.': 'agosto', 'set\\.': 'setembro', 'out\\.': 'outubro', 'nov\\.': 'novembro', 'dez\\.': 'dezembro',
  },
  ending: { 'etc\\.': 'etcétera', 'a\\. ?C\\.': 'antes de Cristo', 'd\\. ?C\\.': 'depois de Cristo', 'S\\. ?A\\.': 'S A', 'Lda\\.': 'limitada', 'Ltda\\.': 'limitada' },
}
