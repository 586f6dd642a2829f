import { useEffect } from 'react'
import { useFiles } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import type { ViewProps } from './image-view.tsx'
import styles from './viewer.module.css'

/** A film with the browser's own controls, which everybody knows and which work by keyboard. */
export function VideoView({ file, stage, name, onFail }: ViewProps) {
  const { player } = useStores()
  const address = useFiles((state) => state.addresses?.file(file.mediaId))
  useEffect(() => {
    // Two never speak at once.
    const { mediaId } = player.getState()
    if (mediaId !== null) player.getState().leave(mediaId)
  }, [player])
  return (
    <section ref={stage} className={styles.stage} tabIndex={-1}>
      {address !== undefined && (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- customers' films have none
        <video className={styles.video} src={address} aria-label={name} controls autoPlay playsInline onError={onFail} />
      )}
    </section>
  )
}
