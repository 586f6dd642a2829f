import { Trans, useLingui } from '@lingui/react/macro'
import { CloudDownload, FileX, RotateCcw, ShieldAlert } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { MediaKind, Message, MessageFile } from '#contract'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { wordsForDelivery } from '#renderer/i18n/delivery-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock, useFiles } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { wordsForKind } from './content-words.ts'
import styles from './file-state.module.css'
import { useAskAgain } from './use-ask-again.ts'

type Props = { message: Message; file: MessageFile | undefined; kind: MediaKind }

/** In the place of a file that is not here: why, and what can be done. */
export function FileState({ message, file, kind }: Props) {
  const { i18n } = useLingui()
  const mayReply = useMay('conv.reply')
  const askAgain = useAskAgain()
  const again = message.direction === 'in' && mayReply && (
    <Button size="small" variant="quiet" icon={<RotateCcw aria-hidden="true" />} onClick={() => askAgain(message)}>
      <Trans>Ask the customer again</Trans>
    </Button>
  )
  if (file === undefined)
    return (
      <State icon={<FileX />} kind={kind}>
        <Trans>The file is not in this history.</Trans>
      </State>
    )
  switch (file.state) {
    case 'waiting':
      return <Waiting message={message} file={file} kind={kind} />
    case 'fetching':
    case 'here':
      return <Fetching message={message} kind={kind} />
    case 'gone':
      return (
        <State icon={<FileX />} kind={kind} action={again}>
          <Trans>WhatsApp no longer has this file.</Trans>
        </State>
      )
    case 'refused':
      return (
        <State icon={<ShieldAlert />} kind={kind} tone="problem" action={again}>
          <Trans>This file was not kept.</Trans> {file.problem !== null && wordsForDelivery(file.problem, i18n).happened}
        </State>
      )
  }
}

function Waiting({ message, file, kind }: { message: Message; file: MessageFile; kind: MediaKind }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const run = useRunAction()
  const { media, toasts } = useStores()
  const now = useClock((state) => state.now)
  const [isBusy, setBusy] = useState(false)
  const at = file.retryAt !== null && file.retryAt > now ? fmt.time(file.retryAt) : null

  async function fetchNow() {
    setBusy(true)
    await run(async () => {
      const notBefore = await media.getState().fetchNow(message.messageId)
      if (notBefore === null) return
      const time = fmt.time(notBefore)
      toasts.show({ text: t`WhatsApp asks to wait. The file is fetched at ${time}.` })
    })
    setBusy(false)
  }

  return (
    <State
      icon={<CloudDownload />}
      kind={kind}
      action={
        <Button size="small" variant="quiet" isBusy={isBusy} icon={<CloudDownload aria-hidden="true" />} onClick={() => void fetchNow()}>
          {t`Fetch now`}
        </Button>
      }
    >
      {at === null ? t`Waits to be fetched.` : t`Could not be fetched. Tried again at ${at}.`}
    </State>
  )
}

function Fetching({ message, kind }: { message: Message; kind: MediaKind }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const progress = useFiles((state) => state.progress.get(message.messageId))
  const done = progress === undefined ? null : fmt.fileSize(progress.doneBytes)
  const total = progress?.totalBytes ?? null
  const all = total === null ? null : fmt.fileSize(total)
  return (
    <State icon={<CloudDownload />} kind={kind}>
      {done === null ? t`Being fetched…` : all === null ? t`${done} fetched` : t`${done} of ${all}`}
      {progress !== undefined && total !== null && (
        <progress className={styles.progress} value={progress.doneBytes} max={total} aria-label={t`Being fetched`} />
      )}
    </State>
  )
}

type StateProps = { icon: ReactNode; kind: MediaKind; tone?: 'quiet' | 'problem'; action?: ReactNode; children: ReactNode }

function State({ icon, kind, tone = 'quiet', action, children }: StateProps) {
  const { i18n } = useLingui()
  return (
    <div className={styles.state} data-tone={tone}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <p className={styles.kind}>{i18n._(wordsForKind(kind).words)}</p>
      <p className={styles.words}>{children}</p>
      {action}
    </div>
  )
}
