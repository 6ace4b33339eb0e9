import { useState, type ReactElement } from 'react'
import { IconButton } from '../components/icon-button'
import { applyTheme, readTheme, themes, type Theme } from './theme'

const words: Readonly<Record<Theme, string>> = { system: 'as on this system', light: 'light', dark: 'dark' }

/** One button that walks through the themes and says which one is on. */
export function ThemeSwitch(): ReactElement {
  const [theme, setTheme] = useState(readTheme)
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  return (
    <IconButton
      icon={theme}
      label={`Colours: ${words[theme]}. Change to ${words[next]}`}
      onClick={() => {
        applyTheme(next)
        setTheme(next)
      }}
    />
  )
}
