/** What XML 1.0 does not allow even as a reference (2.2, Char): files with it are refused as a whole. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** A text as it stands in an element or in an attribute of an XML file. In the place of characters that none may hold there are spaces. */
export function xmlText(text: string): string {
  return text.replace(FORBIDDEN, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
