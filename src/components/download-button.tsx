import { useState, type ReactElement } from 'react'
import { Button, type ButtonProps } from './button'

export interface DownloadButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'disabled' | 'icon' | 'aria-label'> {
  readonly children: string
  /** Makes the file when it is asked for. */
  readonly make: () => FileToSave | Promise<FileToSave>
  readonly onError: (thrown: unknown) => void
}

interface FileToSave {
  readonly blob: Blob
  readonly fileName: string
}

/** The browser may still read the address after the click: it is freed this much later. */
const KEEP_ADDRESS_MS = 60_000

/** A button that makes a file and hands it to the browser's downloads. */
export function DownloadButton({ children, make, onError, disabled, ...button }: DownloadButtonProps): ReactElement {
  const [making, setMaking] = useState(false)
  async function save(): Promise<void> {
    setMaking(true)
    try {
      offer(await make())
    } catch (thrown) {
      onError(thrown)
    } finally {
      setMaking(false)
    }
  }
  return (
    <Button icon="download" {...button} disabled={disabled === true || making} onClick={() => void save()}>
      {children}
    </Button>
  )
}

function offer({ blob, fileName }: FileToSave): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => { URL.revokeObjectURL(link.href) }, KEEP_ADDRESS_MS)
}
