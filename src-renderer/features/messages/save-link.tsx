import { useLingui } from '@lingui/react/macro'
import { Download } from 'lucide-react'
import { useState } from 'react'
import type { MessageFile } from '#contract'
import { useFiles } from '#renderer/stores/inbox-context.ts'
import { useMay } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { fileType } from './file-words.ts'

/** Saves a file as any download. One that could do harm only after the person has read what it is. */
export function SaveLink({ file, label }: { file: MessageFile; label?: string }) {
  const { t, i18n } = useLingui()
  const maySave = useMay('media.save')
  const address = useFiles((state) => state.addresses?.file(file.mediaId))
  const [isAsking, setAsking] = useState(false)
  if (!maySave || address === undefined || file.facts === null) return null
  const isDangerous = file.facts.fileClass === 'dangerous'
  const type = i18n._(fileType(file.facts.type).words)

  function save() {
    setAsking(false)
    const link = document.createElement('a')
    link.href = `${address}?save`
    // The core names it; without this attribute a refusal would replace the page.
    link.download = ''
    link.click()
  }

  return (
    <>
      <Button size="small" icon={<Download aria-hidden="true" />} onClick={() => (isDangerous ? setAsking(true) : save())}>
        {label ?? t`Save`}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t`Save a file that can do harm?`}
        cancelLabel={t`Do not save`}
        confirmLabel={t`Save anyway`}
        onConfirm={save}
      >
        <p>{t`What it really is: ${type}. Opened on this computer, it could read the shop’s data or lock it up. Customers rarely have a reason to send this.`}</p>
        <p>{t`Save it only if you asked for it and know who sent it.`}</p>
      </ConfirmDialog>
    </>
  )
}
