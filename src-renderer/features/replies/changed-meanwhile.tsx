import { Trans, useLingui } from '@lingui/react/macro'
import type { QuickReply } from '#contract'
import { Button } from '#renderer/ui/button.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import styles from './replies.module.css'
import { SlottedText } from './slotted-text.tsx'

type Props = { theirs: QuickReply; onTakeTheirs(): void; onKeepMine(): void }

/** Two people edited the same reply: the later one sees the other's words and decides. */
export function ChangedMeanwhile({ theirs, onTakeTheirs, onKeepMine }: Props) {
  const { t } = useLingui()
  return (
    <Notice
      tone="waiting"
      isAnnounced
      title={<Trans>A colleague changed this quick reply while you were writing.</Trans>}
      action={
        <>
          <Button size="small" onClick={onTakeTheirs}>
            {t`Take theirs`}
          </Button>
          <Button size="small" variant="primary" onClick={onKeepMine}>
            {t`Save mine over it`}
          </Button>
        </>
      }
    >
      <p>
        <code>/{theirs.shortcut}</code> <strong>{theirs.title}</strong>
      </p>
      <p className={styles.theirText}>
        <SlottedText text={theirs.text} />
      </p>
    </Notice>
  )
}
