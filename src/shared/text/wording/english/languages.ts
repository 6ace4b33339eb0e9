/** The name of a BCP 47 language in the page's own language; the tag itself where it has none. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag
}
