import type { ShortWords } from '../european/short-words'

/** French short words. */
export const shortWords: ShortWords = {
  leading: {
    '(?<!\\d )M\\.(?= \\p{Lu})': 'Monsieur', 'MM\\.(?= \\p{Lu})': 'Messieurs', 'Mme\\.?(?= \\p{Lu})': 'Madame', 'Mmes\\.?(?= \\p{Lu})': 'Mesdames', 'Mlle\\.?(?= \\p{Lu})': 'Mademoiselle', 'Mgr\\.?(?= \\p{Lu})': 'Monseigneur',
    'Dr\\.?(?= \\p{Lu})': 'docteur', 'Pr\\.?(?= \\p{Lu})': 'professeur', 'Me(?= \\p{Lu}\\p{Ll})': 'Maître', 'St-': 'Saint-', 'Ste-': 'Sainte-', 'St\\.?(?= \\p{Lu})': 'Saint', 'Ste\\.?(?= \\p{Lu})': 'Sainte',
    'p\\. ?ex\\.': 'par exemple', 'c\\.-à-d\\.': "c'est-à-dire", 'env\\.': 'environ', 'chap\\.': 'chapitre', 'Chap\\.': 'Chapitre', 'vol\\.(?= ?[\\dIVX])': 'volume', 'fig\\.(?= ?\\d)': 'figure', 'art\\.(?= ?\\d)': 'article',
    'pp?\\.(?= ?\\d)': 'page', 't\\.(?= ?[IVX\\d])': 'tome', 'éd\\.': 'édition', 'cf\\.': 'voir', 'vs\\.?': 'contre', 'tél\\.': 'téléphone', 'Tél\\.': 'Téléphone', 'av\\.(?= \\p{L})(?! J)': 'avenue', 'bd\\.?(?= \\p{Lu})': 'boulevard', 'max\\.': 'maximum', 'min\\.': 'minimum',
    'hab\\.': 'habitants', 'approx\\.': 'approximativement', 'Cie\\.?': 'Compagnie', 'janv\\.': 'janvier', 'févr\\.': 'février', 'avr\\.': 'avril', 'juil\\.': 'juillet', 'sept\\.': 'septembre', 'oct\\.': 'octobre', 'nov\\.': 'novembre', 'déc\\.': 'décembre',
  },
  ending: { 'etc\\.': 'et cetera', 'av\\. ?J\\.?-C\\.': 'avant Jésus-Christ', 'apr\\. ?J\\.?-C\\.': 'après Jésus-Christ', 'J\\.-C\\.': 'Jésus-Christ', 'ap\\. ?J\\.?-C\\.': 'après Jésus-Christ', 'S\\. ?A\\.': 'S A' },
}
