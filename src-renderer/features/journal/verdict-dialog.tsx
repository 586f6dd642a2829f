import { Trans, useLingui } from '@lingui/react/macro'
import type { JournalVerdict } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Notice } from '#renderer/ui/notice.tsx'

/** Whether the journal is as it was written, and what to compare with paper. */
export function VerdictDialog({ verdict, onClose }: { verdict: JournalVerdict; onClose(): void }) {
  const { checked, firstBad, head, anchoredAt, anchorLostAt } = verdict
  const { t } = useLingui()
  const fmt = useFmt()
  const count = fmt.number(checked)
  const seq = firstBad === null ? '' : fmt.number(firstBad.seq)
  const lostOn = anchorLostAt === null ? null : fmt.full(anchorLostAt)
  const whole = lostOn === null ? t`The journal is whole` : t`The journal may have been cut off`
  const anchoredOn = anchoredAt === null ? null : fmt.full(anchoredAt)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      title={firstBad === null ? whole : t`The journal was changed`}
      closeLabel={t`Close`}
      footer={<Button onClick={onClose}>{t`Close`}</Button>}
    >
      {firstBad === null ? (
        <p>
          <Trans>{count} entries were looked at, each with its seal. None is changed, missing or in another place.</Trans>
        </p>
      ) : (
        <Notice tone="problem">
          {firstBad.problem === 'changed' && <Trans>Entry {seq} is not as it was written.</Trans>}
          {firstBad.problem === 'missing' && <Trans>Entry {seq} is missing.</Trans>}
          {firstBad.problem === 'cut-off' && <Trans>The journal ends before entry {seq}, which was there.</Trans>}
          {firstBad.problem === 'unreadable' && <Trans>Entry {seq} cannot be read.</Trans>}
        </Notice>
      )}
      {lostOn !== null && (
        <Notice tone="problem">
          <Trans>
            What was written down outside the database was lost, or replaced by something older, before {lostOn}. Whether entries from
            before then were cut off cannot be told: compare with a seal on paper.
          </Trans>
        </Notice>
      )}
      {head !== null && (
        <p>
          <Trans>
            Newest seal: <code>{head}</code>
          </Trans>
        </p>
      )}
      {anchoredOn !== null && (
        <p>
          <Trans>Written down outside the database on {anchoredOn}.</Trans>
        </p>
      )}
    </Dialog>
  )
}
