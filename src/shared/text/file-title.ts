/** Some systems take names of 255 bytes. */
const LONGEST_TITLE = 60

/** A title as a part of a file's name that every system takes: no signs that mean something there, no dot at its end; may be empty. */
export function fileTitle(title: string): string {
  const safe = title.replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ').replace(/\s+/g, ' ').trim()
  return Array.from(safe).slice(0, LONGEST_TITLE).join('').replace(/[. ]+$/, '')
}
