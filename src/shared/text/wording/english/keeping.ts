import { formatBytes } from './figures'

/** What becomes of a model's files: kept on the device, or held in memory, because the browser keeps nothing or too little. */
export type Keeping = { readonly kind: 'kept' | 'nothing-kept' } | { readonly kind: 'no-room'; readonly freeBytes: number }

/** What is said of that before a download. */
export function keepingWording(keeping: Keeping): string {
  const held = 'It is downloaded into memory, works until you close this page, and is downloaded again next time.'
  switch (keeping.kind) {
    case 'kept':
      return 'The engine that speaks is downloaded once and stays on this device. After that it works without a network.'
    case 'nothing-kept':
      return `This browser keeps no large files for this page, so that the engine cannot stay. ${held}`
    case 'no-room':
      return `This browser has ${formatBytes(keeping.freeBytes)} left for this page, which is too little for the engine. ${held}`
  }
}
