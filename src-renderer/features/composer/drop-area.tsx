import { Trans } from '@lingui/react/macro'
import { Upload } from 'lucide-react'
import { useEffect, useState, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import styles from './drop-area.module.css'

/** Takes files that are dropped anywhere on the pane that `within` stands in, and says so while they hover over it. */
export function DropArea({ within, onFiles }: { within: RefObject<HTMLElement | null>; onFiles(files: readonly File[]): void }) {
  /** The pane, while files hover over it. */
  const [hovered, setHovered] = useState<HTMLElement | null>(null)
  useEffect(() => {
    const element = within.current?.closest<HTMLElement>('[data-pane]') ?? null
    if (element === null) return undefined
    // Each element inside that is entered says so as well.
    let depth = 0
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth += 1
      setHovered(element)
    }
    const leave = () => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) setHovered(null)
    }
    const over = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      depth = 0
      setHovered(null)
      if (!hasFiles(event)) return
      event.preventDefault()
      onFiles([...(event.dataTransfer?.files ?? [])])
    }
    element.addEventListener('dragenter', enter)
    element.addEventListener('dragleave', leave)
    element.addEventListener('dragover', over)
    element.addEventListener('drop', drop)
    return () => {
      element.removeEventListener('dragenter', enter)
      element.removeEventListener('dragleave', leave)
      element.removeEventListener('dragover', over)
      element.removeEventListener('drop', drop)
    }
  }, [within, onFiles])

  if (hovered === null) return null
  return createPortal(
    <div className={styles.area}>
      <p className={styles.words}>
        <Upload aria-hidden="true" />
        <Trans>Drop the files to send them here</Trans>
      </p>
    </div>,
    hovered,
  )
}
