import { useRef, useState, type DragEvent } from 'react'

export interface FileDrop {
  readonly hovering: boolean
  readonly onDragEnter: (event: DragEvent) => void
  readonly onDragOver: (event: DragEvent) => void
  readonly onDragLeave: () => void
  readonly onDrop: (event: DragEvent) => void
}

/** Handlers that make an element a place to drop files on; `onFiles` gets at least one. */
export function useFileDrop(enabled: boolean, onFiles: (files: readonly [File, ...File[]]) => void): FileDrop {
  // Entering a child fires "enter" before the parent's "leave": only the balance tells whether it is still above.
  const depth = useRef(0)
  const [hovering, setHovering] = useState(false)
  const carriesFile = (event: DragEvent) => enabled && event.dataTransfer.types.includes('Files')
  return {
    hovering,
    onDragEnter(event) {
      if (!carriesFile(event)) return
      depth.current += 1
      setHovering(true)
    },
    onDragOver(event) {
      if (carriesFile(event)) event.preventDefault()
    },
    onDragLeave() {
      depth.current = Math.max(0, depth.current - 1)
      if (depth.current === 0) setHovering(false)
    },
    onDrop(event) {
      depth.current = 0
      setHovering(false)
      const [first, ...rest] = event.dataTransfer.files
      if (!carriesFile(event) || !first) return
      event.preventDefault()
      onFiles([first, ...rest])
    },
  }
}
