import { useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, FileText, Image, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { CAPTION_MAX_LENGTH, type DraftFile, type MediaKind } from '#contract'
import { wordsForKind } from '#renderer/features/messages/content-words.ts'
import { fileType } from '#renderer/features/messages/file-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { kindsFor } from '#renderer/media/plan-file.ts'
import { useFiles } from '#renderer/stores/inbox-context.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { sentAs, takesCaption } from './to-send.ts'
import styles from './tray.module.css'

export type TrayActions = {
  remove(file: DraftFile): void
  move(file: DraftFile, by: 1 | -1): void
  change(file: DraftFile, change: Partial<Pick<DraftFile, 'sendAs' | 'caption'>>): void
}

type Props = {
  file: DraftFile
  isFirst: boolean
  isLast: boolean
  /** Its words are written elsewhere: those of the composer go with it. */
  hasWordsElsewhere: boolean
  actions: TrayActions
}

export function TrayFile({ file, isFirst, isLast, hasWordsElsewhere, actions }: Props) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const address = useFiles((state) => state.addresses?.file(file.mediaId))
  const { facts } = file
  const kind = sentAs(file)
  const name = file.fileName ?? i18n._(wordsForKind(kind).words)
  const other = otherKind(kind, kindsFor(facts))
  const { icon: Icon } = fileType(facts.type)

  function onKeyDown(event: KeyboardEvent) {
    const isInField = event.target instanceof HTMLInputElement
    const by = event.altKey ? ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key] : undefined
    if (by === undefined && (event.key !== 'Delete' || isInField)) return
    event.preventDefault()
    event.stopPropagation()
    if (by === undefined) actions.remove(file)
    else actions.move(file, by)
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys for what the buttons inside do as well
    <li className={styles.item} data-media={file.mediaId} onKeyDown={onKeyDown}>
      <span className={styles.thumb}>
        {facts.fileClass === 'inline-image' && address !== undefined ? <img src={address} alt="" /> : <Icon aria-hidden="true" />}
      </span>
      <div className={styles.about}>
        <p className={styles.name}>
          <bdi>{name}</bdi>{' '}
          <span className={styles.size}>
            {i18n._(wordsForKind(kind).words)} · {fmt.fileSize(facts.sizeBytes)}
          </span>
        </p>
        {takesCaption(kind) && !hasWordsElsewhere && (
          <input
            className={styles.caption}
            value={file.caption}
            maxLength={CAPTION_MAX_LENGTH}
            placeholder={t`Add words to it`}
            aria-label={t`Words to go with ${name}`}
            autoComplete="off"
            dir="auto"
            onChange={(event) => actions.change(file, { caption: event.currentTarget.value })}
          />
        )}
      </div>
      <div className={styles.tools}>
        {other !== null && (
          <IconButton
            size="small"
            label={wordsForChange(other)}
            icon={other === 'document' ? <FileText aria-hidden="true" /> : <Image aria-hidden="true" />}
            onClick={() => actions.change(file, { sendAs: other })}
          />
        )}
        {!isFirst && (
          <IconButton
            size="small"
            label={t`Move ${name} up`}
            shortcut="Alt+↑"
            icon={<ArrowUp aria-hidden="true" />}
            onClick={() => actions.move(file, -1)}
          />
        )}
        {!isLast && (
          <IconButton
            size="small"
            label={t`Move ${name} down`}
            shortcut="Alt+↓"
            icon={<ArrowDown aria-hidden="true" />}
            onClick={() => actions.move(file, 1)}
          />
        )}
        <IconButton
          size="small"
          label={t`Remove ${name}`}
          shortcut="Del"
          icon={<X aria-hidden="true" />}
          data-remove=""
          onClick={() => actions.remove(file)}
        />
      </div>
    </li>
  )

  function wordsForChange(to: MediaKind): string {
    if (to === 'document') return t`Send ${name} as a document`
    if (to === 'image') return t`Send ${name} as a photo`
    return to === 'video' ? t`Send ${name} as a video` : t`Send ${name} as audio`
  }
}

/** What it can be besides what it is now. */
function otherKind(now: MediaKind, kinds: readonly MediaKind[]): MediaKind | null {
  if (now === 'voice' || kinds.length < 2) return null
  return kinds.find((kind) => kind !== now) ?? null
}
