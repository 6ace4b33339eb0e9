/** The half of PDF.js that understands files. Puts itself into `globalThis.pdfjsWorker`, where its other half looks for it. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: object
}
