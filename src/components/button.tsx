import type { ButtonHTMLAttributes, ReactElement } from 'react'
import { Icon, type IconName } from './icon'
import './button.css'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once per region, `quiet` for what is seldom needed. */
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  readonly size?: 'normal' | 'small' | 'large'
  readonly icon?: IconName
}

/** A button with words; see `IconButton` for one without. Never a submit button unless `type` says so. */
export function Button({ variant = 'secondary', size = 'normal', icon, className, children, ...rest }: ButtonProps): ReactElement {
  const classes = ['button', `button--${variant}`, `button--${size}`, className].filter(Boolean).join(' ')
  return (
    <button type="button" {...rest} className={classes}>
      {icon && <Icon name={icon} />}
      <span className="button__words">{children}</span>
    </button>
  )
}
