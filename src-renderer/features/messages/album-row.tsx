import { useLingui } from '@lingui/react/macro'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import type { MessageId } from '#contract'
import type { ThreadItem } from '#renderer/stores/messages-window.ts'
import { classes } from '#renderer/ui/classes.ts'
import styles from './album-row.module.css'
import { MediaFrame } from './media-frame.tsx'
import { MessageArticle } from './message-article.tsx'
import { MessageMeta } from './message-meta.tsx'
import { MessageTools, type MessageActions } from './message-tools.tsx'
import { Reactions } from './reactions.tsx'

const SHOWN = 4

type Props = {
  items: readonly ThreadItem[]
  author: string
  isAuthorShown: boolean
  customerName: string
  isGroupStart: boolean
  highlighted: MessageId | null
  mayReply: boolean
  actions: MessageActions
}

/** Pictures that came in a row, as a grid. Each is a message of its own: it is answered, reached and opened by itself. */
export function AlbumRow({ items, author, isAuthorShown, customerName, isGroupStart, highlighted, mayReply, actions }: Props) {
  const { t } = useLingui()
  const [first] = items
  if (first === undefined) return null
  const shown = items.slice(0, SHOWN)
  const more = items.length - shown.length
  return (
    <li className={classes(styles.row, isGroupStart && styles.groupStart)} data-key={first.key} data-side={first.message.direction}>
      <div className={styles.column}>
        {isAuthorShown && isGroupStart && (
          <p className={styles.author} aria-hidden="true">
            <ForeignText>{author}</ForeignText>
          </p>
        )}
        <div className={styles.grid} data-count={shown.length}>
          {shown.map(({ key, message }, index) => (
            <div key={key} className={styles.cell} data-message={message.messageId}>
              <MessageArticle
                message={message}
                author={author}
                className={classes(styles.message, message.messageId === highlighted && styles.highlighted)}
                actions={actions}
              >
                {(isAtHand) => (
                  <>
                    <AlbumPicture item={{ key, message, handover: null }} isWide={shown.length === 3 && index === 0} />
                    {more > 0 && index === SHOWN - 1 && (
                      <span className={styles.more} title={t`${more} more, in the viewer`}>
                        +{more}
                      </span>
                    )}
                    <MessageMeta message={message} isOnPicture />
                    <Reactions reactions={message.reactions} customerName={customerName} />
                    {isAtHand && <MessageTools message={message} mayReply={mayReply} actions={actions} />}
                  </>
                )}
              </MessageArticle>
            </div>
          ))}
          {/* Places to jump to, for those that are not drawn. */}
          {items.slice(SHOWN).map(({ key, message }) => (
            <span key={key} className={styles.beyond} data-message={message.messageId} />
          ))}
        </div>
      </div>
    </li>
  )
}

function AlbumPicture({ item: { message }, isWide }: { item: ThreadItem; isWide: boolean }) {
  const [file] = message.files
  if (file === undefined || message.content.kind !== 'media') return null
  const media = message.content.media === 'video' ? 'video' : 'image'
  return <MediaFrame message={message} file={file} media={media} box={{ aspectRatio: isWide ? '2 / 1' : '1 / 1' }} isSmall />
}
