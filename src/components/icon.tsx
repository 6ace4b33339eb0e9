import type { ReactElement } from 'react'
import './icon.css'

/** Outlines on a 24 x 24 grid, stroked with the text colour; drawn for this app. */
const outlines = {
  microphone: 'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  file: 'M12 15.5V4.5M7.5 9 12 4.5 16.5 9M4.5 15.5v4h15v-4',
  play: 'M7.5 4.8v14.4L19 12Z',
  pause: 'M8 5v14M16 5v14',
  stop: 'M6.5 6.5h11v11h-11Z',
  download: 'M12 4.5v11M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15',
  sound: 'M4.5 10v4M8.5 7v10M12.5 4.5v15M16.5 8v8M20 10.5v3',
  subtitles: 'M3.5 6h17v12h-17ZM6.5 14.5h6M15.5 14.5h2M6.5 11h2M11.5 11h6',
  details: 'M6 3.5h8l4 4v13H6ZM9 12h6M9 16h6M13.5 3.5v4.5H18',
  trash: 'M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l1 13.5h9l1-13.5M10 10.5v6M14 10.5v6',
  edit: 'M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5ZM13.5 7l3.5 3.5',
  dice: 'M5 5h14v14H5ZM9 9h.01M15 15h.01M15 9h.01M9 15h.01M12 12h.01',
  pin: 'M9 3.5h6l-.8 6.5 3.3 3.5h-11L9.8 10ZM12 13.5v7',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warning: 'M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17.2h.01',
  info: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 11v5.5M12 7.6h.01',
  chevron: 'M7 10l5 5 5-5',
  refresh: 'M19 12a7 7 0 1 1-2.3-5.2M19.5 3.5V8H15',
  wand: 'M4.5 19.5 14 10M17 3.5v4M15 5.5h4M19 11v3M17.5 12.5h3M9.5 4v2.5M8.2 5.3h2.6',
  light: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  dark: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  system: 'M3.5 5h17v11h-17ZM9 20h6M12 16v4',
  compare: 'M4.5 5h6v14h-6ZM13.5 5h6v14h-6Z',
  chapter: 'M12 6.5C10 5 7 4.5 3.5 5v13.5c3.5-.5 6.5 0 8.5 1.5 2-1.5 5-2 8.5-1.5V5C17 4.5 14 5 12 6.5V20',
  more: 'M5.2 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0M11.2 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0M17.2 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0',
} as const

export type IconName = keyof typeof outlines

/** A decorative picture: whatever it says must also be said in words next to it. */
export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={outlines[name]} />
    </svg>
  )
}
