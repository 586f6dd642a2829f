import { useLingui } from '@lingui/react/macro'
import { Download, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { JournalVerdict } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { saveFile } from '#renderer/app/save-file.ts'
import { useAction } from '#renderer/app/use-action.ts'
import { useMay, useSettings, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { VerdictDialog } from './verdict-dialog.tsx'

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
