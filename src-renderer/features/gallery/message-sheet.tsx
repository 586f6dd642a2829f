import type { Message } from '#contract'
import { threadRows } from '#renderer/features/inbox/thread-rows.ts'
import { AlbumRow } from '#renderer/features/messages/album-row.tsx'
import { MessageRow } from '#renderer/features/messages/message-row.tsx'
import type { MessageActions } from '#renderer/features/messages/message-tools.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { sampleMe } from './sample-data.ts'
import styles from './message-sheet.module.css'

const nothing = () => {}
const actions: MessageActions = { quote: nothing, copy: nothing, jumpTo: nothing, focus: nothing }
const customer = 'Dona Zélia Nascimento'

/** Messages at their whole height, what came in on one side and what went out on the other: for looking at all of them at once. */
export function MessageSheet({ title, sides }: { title: string; sides: ReadonlyArray<readonly Message[]> }) {
  return (
    <main className={styles.sheet}>
      <h1>{title}</h1>
      <div className={styles.sides}>
        {sides.map((messages, index) => (
          <Side key={index} messages={messages} />
        ))}
      </div>
    </main>
  )
}

function Side({ messages }: { messages: readonly Message[] }) {
  const fmt = useFmt()
  const items = messages.map((message) => ({ key: String(message.messageId), message, handover: null }))
  const rows = threadRows({ items, isSameDay: fmt.isSameDay, firstUnread: null })
  return (
    <ol className={styles.side}>
      {rows.map((row) => {
        const shared = { isAuthorShown: false, customerName: customer, mayReply: true, actions }
        const author = messages[0]?.direction === 'in' ? customer : sampleMe({}).name
        if (row.kind === 'album')
          return <AlbumRow key={row.key} {...shared} author={author} items={row.items} isGroupStart highlighted={null} />
        if (row.kind !== 'message') return null
        return <MessageRow key={row.key} {...shared} author={author} item={row.item} isGroupStart isGroupEnd isHighlighted={false} />
      })}
    </ol>
  )
}
