import type { ShortWords } from '../european/short-words'

/** German short words. */
export const shortWords: ShortWords = {
  starters:
    'Der Die Das Den Dem Ein Eine Einen Er Sie Es Wir Ihr Ich Man Dann Da Dort Hier Nun Jetzt Und Aber Doch Denn Wenn Als Ob Weil Wer Was Wie Wo Warum Im ' +
    'In An Am Auf Aus Bei Mit Nach Von Vor Zu Zum Zur Für Über Unter Diese Dieser Dieses Alle Viele Nicht Kein Keine Ja Nein Auch Danach Heute Morgen Gestern',
  leading: {
    'z\\. ?B\\.': 'zum Beispiel', 'Z\\. ?B\\.': 'Zum Beispiel', 'd\\. ?h\\.': 'das heißt', 'D\\. ?h\\.': 'Das heißt', 'u\\. ?a\\.(?= (?:in|im|am|auf|bei|mit|der|die|das|den|von|für|aus|ein|\\p{Lu}))': 'unter anderem',
    'u\\. ?U\\.': 'unter Umständen', 'i\\. ?d\\. ?R\\.': 'in der Regel', 'i\\. ?A\\.': 'im Auftrag', 'z\\. ?T\\.': 'zum Teil', 'z\\. ?Z\\.': 'zurzeit', 'o\\. ?g\\.': 'oben genannt',
    's\\. ?o\\.': 'siehe oben', 's\\. ?u\\.': 'siehe unten', 's\\. (?=S\\.|Abb\\.|Kap\\.)': 'siehe ', 'v\\. ?a\\.': 'vor allem', 'm\\. ?E\\.': 'meines Erachtens', 'a\\. ?D\\.': 'außer Dienst', 'a\\. ?M\\.': 'am Main',
    'ca\\.': 'circa', 'Ca\\.': 'Circa', 'bzw\\.': 'beziehungsweise', 'vgl\\.': 'vergleiche', 'Vgl\\.': 'Vergleiche', 'inkl\\.': 'inklusive', 'exkl\\.': 'exklusive', 'zzgl\\.': 'zuzüglich', 'abzgl\\.': 'abzüglich',
    'evtl\\.': 'eventuell', 'ggf\\.': 'gegebenenfalls', 'geb\\.': 'geboren', 'gest\\.': 'gestorben', 'max\\.': 'maximal', 'min\\.': 'minimal', 'mind\\.': 'mindestens', 'sog\\.': 'sogenannt', 'insb\\.': 'insbesondere',
    'bes\\.': 'besonders', 'allg\\.': 'allgemein', 'etw\\.': 'etwas', 'jmd\\.': 'jemand', 'lt\\.': 'laut', 'vs\\.': 'versus', 'Tel\\.': 'Telefon', 'Dr\\.': 'Doktor', 'Prof\\.': 'Professor', 'Dipl\\.': 'Diplom',
    'Ing\\.': 'Ingenieur', 'Hr\\.': 'Herr', 'Hrn\\.': 'Herrn', 'Fr\\.(?= \\p{Lu}\\p{Ll})': 'Frau', 'Frl\\.': 'Fräulein', 'St\\.(?= \\p{Lu})': 'Sankt', 'Hl\\.': 'Heilige', 'hl\\.': 'heilige', 'Kap\\.': 'Kapitel', 'Abb\\.': 'Abbildung',
    'Tab\\.': 'Tabelle', 'Bd\\.': 'Band', 'Bde\\.': 'Bände', 'Nr\\.': 'Nummer', 'Art\\.(?= ?\\d)': 'Artikel', 'Abs\\.(?= ?\\d)': 'Absatz', 'Aufl\\.': 'Auflage', 'MwSt\\.': 'Mehrwertsteuer', '(?<=\\d )ff\\.': 'folgende', '(?<=\\d )f\\.': 'folgende', 'Hrsg\\.': 'Herausgeber', 'Verf\\.': 'Verfasser', 'Übers\\.': 'Übersetzung',
    'S\\.(?= ?\\d)': 'Seite', 'Mio\\.?(?!\\.?\\s?[€$£])': 'Millionen', 'Mrd\\.?(?!\\.?\\s?[€$£])': 'Milliarden', 'Tsd\\.': 'Tausend', 'Mo\\.?(?= ?[-–] ?(?:Di|Mi|Do|Fr|Sa|So)(?!\\p{L}))': 'Montag', 'Di\\.?(?= ?[-–] ?(?:Mi|Do|Fr|Sa|So)(?!\\p{L}))': 'Dienstag',
    'Mi\\.?(?= ?[-–] ?(?:Do|Fr|Sa|So)(?!\\p{L}))': 'Mittwoch', 'Do\\.?(?= ?[-–] ?(?:Fr|Sa|So)(?!\\p{L}))': 'Donnerstag', 'Fr\\.?(?= ?[-–] ?(?:Sa|So)(?!\\p{L}))': 'Freitag', 'Sa\\.?(?= ?[-–] ?(?:So)(?!\\p{L}))': 'Samstag',
    '(?<=tag ?[-–] ?|woch ?[-–] ?)Di\\.?': 'Dienstag', '(?<=tag ?[-–] ?|woch ?[-–] ?)Mi\\.?': 'Mittwoch', '(?<=tag ?[-–] ?|woch ?[-–] ?)Do\\.?': 'Donnerstag', '(?<=tag ?[-–] ?|woch ?[-–] ?)Fr\\.?': 'Freitag',
    '(?<=tag ?[-–] ?|woch ?[-–] ?)Sa\\.?': 'Samstag', '(?<=tag ?[-–] ?|woch ?[-–] ?)So\\.?': 'Sonntag', '(?<=(?:am|jeden|bis|ab|und|vom) )Mo\\.': 'Montag', '(?<=(?:am|jeden|bis|ab|und|vom) )Di\\.': 'Dienstag', '(?<=(?:am|jeden|bis|ab|und|vom) )Mi\\.': 'Mittwoch',
    '(?<=(?:am|jeden|bis|ab|vom) )Do\\.': 'Donnerstag', '(?<=(?:am|jeden|bis|ab|vom) )Fr\\.': 'Freitag', '(?<=(?:am|jeden|bis|ab|vom|und) )Sa\\.': 'Samstag', '(?<=(?:am|jeden|bis|ab|vom|und) )So\\.': 'Sonntag',
    'Jan\\.': 'Januar', 'Feb\\.': 'Februar', 'Apr\\.': 'April', 'Aug\\.': 'August', 'Sept?\\.': 'September', 'Okt\\.': 'Oktober', 'Nov\\.': 'November', 'Dez\\.': 'Dezember', 'qm': 'Quadratmeter', 'km/h': 'Kilometer pro Stunde',
  },
  ending: {
    'usw\\.': 'und so weiter', 'etc\\.': 'et cetera', 'u\\. ?Ä\\.': 'und Ähnliches', 'u\\. ?ä\\.': 'und ähnliche', 'u\\. ?a\\.': 'unter anderem', 'v\\. ?Chr\\.': 'vor Christus', 'n\\. ?Chr\\.': 'nach Christus', 'Jh\\.': 'Jahrhundert', 'Jhd\\.': 'Jahrhundert',
    'Jr\\.': 'Junior', 'Co\\.': 'Compagnie', 'Std\\.': 'Stunden', 'Min\\.': 'Minuten', 'Sek\\.': 'Sekunden',
  },
}
