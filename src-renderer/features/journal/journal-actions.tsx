import { Trans, useLingui } from '@lingui/react/macro'
import { Download, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { JournalVerdict } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { saveFile } from '#renderer/app/save-file.ts'
import { useAction } from '#renderer/app/use-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useMay, useSettings, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Notice } from '#renderer/ui/notice.tsx'

/** Check that nobody changed it, and take it along. */
export function JournalActions() {
  const { t } = useLingui()
  const { journal } = useStores()
  const language = useSettings((state) => state.settings.language)
  const mayVerify = useMay('audit.verify')
  const mayExport = useMay('audit.export')
  const verify = useAction()
  const take = useAction()
  const [verdict, setVerdict] = useState<JournalVerdict | null>(null)
  const error = verify.error ?? take.error

  return (
    <>
      {mayVerify && (
        <Button
          icon={<ShieldCheck />}
          isBusy={verify.isBusy}
          onClick={() => void verify.run(async () => setVerdict(await journal.getState().verify()))}
        >
          {t`Check it`}
        </Button>
      )}
      {mayExport && (
        <Button
          icon={<Download />}
          isBusy={take.isBusy}
          onClick={() =>
            void take.run(async () => {
              const { fileName, csv } = await journal.getState().export(language)
              saveFile({ name: fileName, type: 'text/csv;charset=utf-8', content: csv })
            })
          }
        >
          {t`Export what is shown`}
        </Button>
      )}
      {error !== null && <ErrorNotice error={error} />}
      {verdict !== null && <VerdictDialog verdict={verdict} onClose={() => setVerdict(null)} />}
    </>
  )
}

function VerdictDialog({ verdict: { checked, firstBad, head, anchoredAt }, onClose }: { verdict: JournalVerdict; onClose(): void }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const count = fmt.number(checked)
  const seq = firstBad === null ? '' : fmt.number(firstBad.seq)
  const anchoredOn = anchoredAt === null ? null : fmt.full(anchoredAt)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      title={firstBad === null ? t`The journal is whole` : t`The journal was changed`}
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
