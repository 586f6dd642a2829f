import { Dialog } from '@base-ui/react/dialog'
import { useLingui } from '@lingui/react/macro'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { ConversationId } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { FormattedText } from '#renderer/features/messages/formatted-text.tsx'
import { SaveLink } from '#renderer/features/messages/save-link.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useMessages, useViewer } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { ImageView } from './image-view.tsx'
import { PdfView } from './pdf-view.tsx'
import { VideoView } from './video-view.tsx'
import { viewerItems, type ViewerItem } from './viewer-items.ts'
import styles from './viewer.module.css'

/** Pictures, films and PDFs of a thread, large, one after the other. Esc closes it, and focus goes back to where it was. */
export function Viewer({ conversationId }: { conversationId: ConversationId }) {
  const { viewer } = useStores()
  const shown = useViewer((state) => state.shown)
  const items = useMessages((state) => (shown === null ? undefined : state.windows.get(conversationId)?.items))
  const all = useMemo(() => (items === undefined ? [] : viewerItems(items)), [items])
  const at = all.findIndex(({ file }) => file.mediaId === shown)
  const item = all[at]
  useEffect(() => () => viewer.getState().close(), [viewer])
  return (
    <Dialog.Root open={item !== undefined} onOpenChange={(open) => (open ? undefined : viewer.getState().close())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        {item !== undefined && <Opened conversationId={conversationId} all={all} at={at} item={item} />}
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type OpenedProps = { conversationId: ConversationId; all: readonly ViewerItem[]; at: number; item: ViewerItem }

function Opened({ conversationId, all, at, item }: OpenedProps) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { viewer, messages } = useStores()
  const stage = useRef<HTMLElement>(null)
  const { message, file, view } = item
  const [before, after] = [all[at - 1], all[at + 1]]
  const [position, count] = [fmt.number(at + 1), fmt.number(all.length)]
  const caption = message.content.kind === 'media' ? message.content.caption : null
  const name = file.fileName ?? { image: t`Photo`, video: t`Video`, pdf: t`Document` }[view]

  useEffect(() => {
    // What lies further back in the conversation is there by the time somebody gets to it.
    if (at === 0) messages.getState().loadBefore(conversationId)
  }, [at, messages, conversationId])

  function go(to: ViewerItem | undefined) {
    if (to !== undefined) viewer.getState().show(to.file.mediaId)
  }

  function onKeyDown(event: KeyboardEvent) {
    // A film's own controls take the arrows, and so does a picture that is larger than its place.
    if (event.defaultPrevented || event.target instanceof HTMLVideoElement) return
    if (event.key === 'ArrowLeft') go(before)
    else if (event.key === 'ArrowRight') go(after)
    else return
    event.preventDefault()
  }

  return (
    <Dialog.Popup className={styles.viewer} initialFocus={stage} onKeyDown={onKeyDown}>
      <header className={styles.header}>
        <div className={styles.about}>
          <Dialog.Title className={styles.name}>
            <ForeignText>{name}</ForeignText>
          </Dialog.Title>
          <p className={styles.when}>
            {fmt.full(message.sentAt)} · {t`${position} of ${count}`}
          </p>
        </div>
        <SaveLink key={file.mediaId} file={file} />
        <Dialog.Close className={styles.round} aria-label={t`Close`} title={t`Close`}>
          <X aria-hidden="true" />
        </Dialog.Close>
      </header>
      <div className={styles.middle}>
        <Step label={t`Previous`} side="start" to={before} onGo={go} />
        <View key={file.mediaId} item={item} stage={stage} name={name} />
        <Step label={t`Next`} side="end" to={after} onGo={go} />
      </div>
      {caption !== null && caption !== '' && (
        <div className={styles.caption}>
          <FormattedText text={caption} />
        </div>
      )}
    </Dialog.Popup>
  )
}

type ViewProps = { item: ViewerItem; stage: RefObject<HTMLElement | null>; name: string }

function View({ item: { file, view }, stage, name }: ViewProps) {
  const [hasFailed, setFailed] = useState(false)
  const onFail = () => setFailed(true)
  if (hasFailed) return <NotShown stage={stage} />
  switch (view) {
    case 'image':
      return <ImageView file={file} stage={stage} name={name} onFail={onFail} />
    case 'video':
      return <VideoView file={file} stage={stage} name={name} onFail={onFail} />
    case 'pdf':
      return <PdfView file={file} stage={stage} name={name} onFail={onFail} />
  }
}

function NotShown({ stage }: Pick<ViewProps, 'stage'>) {
  const { t } = useLingui()
  return (
    <section ref={stage} className={styles.stage} tabIndex={-1}>
      <p
        className={styles.failed}
        role="alert"
      >{t`This file cannot be shown here. It may be damaged, have a password, or be of a kind that only another program knows.`}</p>
    </section>
  )
}

type StepProps = { label: string; side: 'start' | 'end'; to: ViewerItem | undefined; onGo(to: ViewerItem | undefined): void }

function Step({ label, side, to, onGo }: StepProps) {
  const Icon = side === 'start' ? ChevronLeft : ChevronRight
  return (
    <button
      type="button"
      className={styles.step}
      data-side={side}
      aria-label={label}
      title={label}
      aria-disabled={to === undefined || undefined}
      onClick={() => onGo(to)}
    >
      <Icon aria-hidden="true" />
    </button>
  )
}
