import { useState, type ReactElement } from 'react'
import { Button, type ButtonProps } from './button'

export interface DownloadButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'disabled' | 'icon' | 'aria-label'> {
  readonly children: string
  /**
   * Makes the file when it is asked for.
   *
   * @param place where the person wants to have it; null where nobody was asked. Whoever writes it there gives null.
   */
  readonly make: (place: FileSystemFileHandle | null) => FileToSave | null | Promise<FileToSave | null>
  readonly onError: (thrown: unknown) => void
  /**
   * A name for a file that takes long: where the browser can, its place is asked for first, and the file is there when it is made, without
   * another copy of it among the downloads.
   */
  readonly suggestedName?: string
}

interface FileToSave {
  readonly blob: Blob
  readonly fileName: string
}

/** The browser may still read the address after the click: it is freed this much later. */
const KEEP_ADDRESS_MS = 60_000

/** A button that makes a file and hands it to the browser's downloads. */
export function DownloadButton({ children, make, onError, disabled, suggestedName, ...button }: DownloadButtonProps): ReactElement {
  const [making, setMaking] = useState(false)
  async function save(): Promise<void> {
    setMaking(true)
    // First of all: browsers ask only inside the click.
    const place = suggestedName === undefined ? null : await askForPlace(suggestedName)
    try {
      if (place === 'declined') return
      const file = await make(place)
      if (!file) return
      if (place) await file.blob.stream().pipeTo(await place.createWritable())
      else offer(file)
    } catch (thrown) {
      if (place !== null && place !== 'declined') await dropEmpty(place)
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

/** Of the File System Access API, which Chromium has and others do not. */
interface PlaceAsker {
  showSaveFilePicker?(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>
}
interface Removable {
  remove?(): Promise<void>
}

/** The browser puts an empty file there when it is chosen; one that stays behind would pass for sound. */
async function dropEmpty(place: FileSystemFileHandle & Removable): Promise<void> {
  try {
    if ((await place.getFile()).size === 0) await place.remove?.()
  } catch {
    // It is gone, or the browser does not let us: what went wrong before is what is told.
  }
}

/** Null where the browser does not ask. */
async function askForPlace(suggestedName: string): Promise<FileSystemFileHandle | 'declined' | null> {
  try {
    return (await (window as PlaceAsker).showSaveFilePicker?.({ suggestedName })) ?? null
  } catch (thrown) {
    return thrown instanceof DOMException && thrown.name === 'AbortError' ? 'declined' : null
  }
}

function offer({ blob, fileName }: FileToSave): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => { URL.revokeObjectURL(link.href) }, KEEP_ADDRESS_MS)
}
