import { useRef, type ReactElement } from 'react'
import { Button, type ButtonProps } from './button'
import { VisuallyHidden } from './visually-hidden'

export interface FileButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'icon' | 'disabled'> {
  /** Words on the button. */
  readonly children: string
  /** Accessible name of the file input behind it. */
  readonly inputLabel: string
  readonly accept?: string
  readonly multiple?: boolean
  readonly onFiles: (files: readonly File[]) => void
}

/** A button that opens the system's file chooser. The input itself stays labelled, so that tools can set files on it. */
export function FileButton({ children, inputLabel, accept, multiple, onFiles, ...button }: FileButtonProps): ReactElement {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <VisuallyHidden>
        <input
          ref={input}
          type="file"
          tabIndex={-1}
          aria-label={inputLabel}
          accept={accept}
          multiple={multiple}
          disabled={button.disabled}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            // Emptied so that choosing the same file again is a change again.
            event.target.value = ''
            if (files.length > 0) onFiles(files)
          }}
        />
      </VisuallyHidden>
    </>
  )
}
