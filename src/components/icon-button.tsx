import type { ButtonHTMLAttributes, ReactElement } from 'react'
import { Icon, type IconName } from './icon'
import './button.css'

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly icon: IconName
  /** The accessible name, also shown as a tooltip. */
  readonly label: string
}

export function IconButton({ icon, label, className, ...rest }: IconButtonProps): ReactElement {
  const classes = ['button', 'button--icon', className].filter(Boolean).join(' ')
  return (
    <button type="button" title={label} {...rest} aria-label={label} className={classes}>
      <Icon name={icon} />
    </button>
  )
}
