/** Light, dark, or whatever the system says. Kept in localStorage, so that it holds before the first paint. */
export const themes = ['system', 'light', 'dark'] as const

export type Theme = (typeof themes)[number]

const KEY = 'myna-theme'

export function readTheme(): Theme {
  const kept = storage()?.getItem(KEY)
  return themes.find((theme) => theme === kept) ?? 'system'
}

/** Shows the theme from now on and keeps the choice where the browser lets it. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme']
    storage()?.removeItem(KEY)
  } else {
    document.documentElement.dataset['theme'] = theme
    storage()?.setItem(KEY, theme)
  }
}

/** Null where the browser forbids it: even reading the property may throw. */
function storage(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}
