import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Pencil, Trash2 } from 'lucide-react'
import type { QuickReply } from '#contract'
import { replyLanguageNames } from '#renderer/text/reply-language.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import styles from './replies.module.css'
import { SlottedText } from './slotted-text.tsx'

type Props = { replies: readonly QuickReply[]; filter: string; onEdit?(reply: QuickReply): void; onRemove?(reply: QuickReply): void }

export function ReplyList({ replies, filter, onEdit, onRemove }: Props) {
  const shown = replies.filter((reply) => contains(reply, filter))
  const wanted = filter.trim()
  if (shown.length === 0) {
    return (
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` takes no blocks and means the result of a calculation
      <p className={styles.nothing} role="status">
        <Trans>No quick reply contains “{wanted}”.</Trans>
      </p>
    )
  }
  return (
    <ul className={styles.list}>
      {shown.map((reply) => (
        <Row
          key={reply.quickReplyId}
          reply={reply}
          {...(onEdit === undefined ? {} : { onEdit })}
          {...(onRemove === undefined ? {} : { onRemove })}
        />
      ))}
    </ul>
  )
}

function Row({ reply, onEdit, onRemove }: Pick<Props, 'onEdit' | 'onRemove'> & { reply: QuickReply }) {
  const { t } = useLingui()
  const { shortcut, title, text, useCount, translations } = reply
  const languages = translations.map(({ language }) => replyLanguageNames[language]).join(', ')
  const fileCount = reply.files.length
  return (
    <li className={styles.reply}>
      <div className={styles.words}>
        <p className={styles.head}>
          <code className={styles.shortcut}>/{shortcut}</code>
          <strong className={styles.title}>{title}</strong>
        </p>
        <p className={styles.text}>
          <SlottedText text={text} />
        </p>
        <p className={styles.used}>
          <Plural value={useCount} _0="Not used yet" one="Used once" other="Used # times" />
          {languages !== '' && (
            <>
              {' · '}
              <Trans>also in {languages}</Trans>
            </>
          )}
          {fileCount > 0 && (
            <>
              {' · '}
              <Plural value={fileCount} one="# file goes with it" other="# files go with it" />
            </>
          )}
        </p>
      </div>
      {onEdit !== undefined && onRemove !== undefined && (
        <div className={styles.tools}>
          <IconButton label={t`Edit ${title}`} icon={<Pencil />} onClick={() => onEdit(reply)} />
          <IconButton label={t`Remove ${title}`} icon={<Trash2 />} onClick={() => onRemove(reply)} />
        </div>
      )}
    </li>
  )
}

/** Blind to case and accents, as people type when they look for something. */
function contains({ shortcut, title, text, translations }: QuickReply, filter: string): boolean {
  const all = [text, ...translations.map((translation) => translation.text)].join(' ')
  return folded(`/${shortcut} ${title} ${all}`).includes(folded(filter.trim()))
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
