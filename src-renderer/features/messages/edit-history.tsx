import { Popover } from '@base-ui/react/popover'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { CallError, type Message } from '#contract'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import type { MessageVersion, Outcome } from '#renderer/stores/messages.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'
import { plainTextOf } from './content-words.ts'
import styles from './edit-history.module.css'
import { FormattedText } from './formatted-text.tsx'

/** The word that a message was changed, and what it said before. */
export function EditHistory({ message }: { message: Message }) {
  const { t } = useLingui()
  const { messages } = useStores()
  const [loaded, setLoaded] = useState<Outcome<MessageVersion[]> | null>(null)

  function load() {
    setLoaded(null)
    void messages.getState().listVersions(message.messageId).then(setLoaded)
  }

  return (
    <Popover.Root onOpenChange={(isOpen) => (isOpen ? load() : undefined)}>
      <Popover.Trigger className={styles.trigger} aria-label={t`Edited: what it said before`}>
        <Trans>edited</Trans>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} side="top" sideOffset={6} collisionPadding={8}>
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>
              <Trans>What it said before</Trans>
            </Popover.Title>
            {loaded === null ? <Spinner /> : <Versions loaded={loaded} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Versions({ loaded }: { loaded: Outcome<MessageVersion[]> }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  if (!loaded.ok) return <p>{wordsForError(new CallError('messages.versions', { code: loaded.error }), i18n).sentence}</p>
  if (loaded.value.length === 0) return <p>{t`The earlier words are not in this history.`}</p>
  return (
    <ol className={styles.versions}>
      {loaded.value.map(({ at, content }, index) => (
        <li key={index}>
          <time dateTime={fmt.iso(at)}>{fmt.full(at)}</time>
          <FormattedText text={content.kind === 'text' ? content.body : plainTextOf({ content, isRevoked: false })} />
        </li>
      ))}
    </ol>
  )
}
