/** What a file chooser offers. Endings, too, for systems know few of these types. */
export const DOCUMENT_FILES =
  '.epub,.pdf,.docx,.html,.htm,.xhtml,.md,.markdown,.txt,.text,.srt,.vtt,application/epub+zip,application/pdf,application/vnd.openxmlformats-officedocument.wordprocessingml.document,text/html,text/markdown,text/plain,text/vtt'
