/** Figures in the words of the page's language (English). */

const LOCALE = 'en'

/** Bytes in decimal units with at most one decimal, as systems show file sizes: 92361116 is "92.4 MB". */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const unit = units[power] ?? 'byte'
  const format = new Intl.NumberFormat(LOCALE, {
    style: 'unit',
    unit,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  })
  return format.format(bytes / 1000 ** power)
}

/** Bytes per second: "3.2 MB/s". */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`
}

/** A length of time in the two largest units that matter: "7.2 s", "1 min 5 s", "2 h 10 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 59.95) return `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 }).format(seconds)} s`
  const whole = Math.round(seconds)
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`
  const rest = minutes % 60
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}

/** A length of time that nobody knows exactly: "about 40 s", "about 5 min", "about 1 h 50 min". */
export function formatAbout(seconds: number): string {
  const step = seconds < 55 ? 10 : seconds < 3570 ? 60 : 600
  return `about ${formatDuration(Math.max(1, Math.round(seconds / step)) * step)}`
}

/** A place in a sound: "0:07", "12:34", "1:02:03". Counts only whole seconds that have passed. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** A share of 1 as a whole percentage: 0.126 is "13%". */
export function formatPercent(share: number): string {
  return new Intl.NumberFormat(LOCALE, { style: 'percent' }).format(share)
}

const signed = new Intl.NumberFormat(LOCALE, { signDisplay: 'exceptZero', maximumFractionDigits: 1 })

/** A step in pitch: "+1 semitone", "−2.5 semitones", "0 semitones". */
export function formatSemitones(semitones: number): string {
  return `${signedFigure(semitones)} ${Math.abs(semitones) === 1 ? 'semitone' : 'semitones'}`
}

/** A change in level: "+3 dB", "−6 dB", "0 dB". */
export function formatGain(decibels: number): string {
  return `${signedFigure(decibels)} dB`
}

/** With a real minus sign, which screen readers say. */
function signedFigure(value: number): string {
  return signed.format(value).replace('-', '−')
}

/** The day of an ISO 8601 moment, in this device's time zone: "22 Nov 2026". */
export function formatDay(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(new Date(iso))
}

/** The day and time of an ISO 8601 moment, in this device's time zone: "22 Nov 2026, 14:05". */
export function formatDate(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
}
