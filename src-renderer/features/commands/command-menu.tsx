import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Trans, useLingui } from '@lingui/react/macro'
import { Search } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { ConversationRow } from '#contract'
import { useInboxNavigation } from '#renderer/features/inbox/use-inbox-navigation.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { fold } from '#renderer/text/match-replies.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import type { Command } from './command.ts'
import styles from './command-menu.module.css'
import { groupNames } from './group-names.ts'
import { isMacPlatform, keyLabels } from './key-label.ts'

const CUSTOMERS_SHOWN = 6

type Props = {
  isOpen: boolean
  onClose(): void
  /** What is done with the focus when it closes; false when it was seen to. */
  finalFocus: (() => boolean) | undefined
  commands: readonly Command[]
  /** Ids, the last used first. */
  recent: readonly string[]
  onRun(id: string): void
}

type Entry = { id: string; label: string; icon: ReactNode; keys: string | null; run(): void }
type Group = { id: string; label: string; items: Entry[] }

/** Everything that can be done, by its name; and the customers by theirs. */
export function CommandMenu(props: Props) {
  const { t } = useLingui()
  return (
    <Dialog.Root open={props.isOpen} onOpenChange={(open) => (open ? undefined : props.onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Viewport className={styles.viewport}>
          <Dialog.Popup className={styles.popup} aria-label={t`Command menu`} finalFocus={props.finalFocus}>
            <Palette {...props} />
            <Dialog.Close className={styles.close}>
              <VisuallyHidden>{t`Close`}</VisuallyHidden>
            </Dialog.Close>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Palette({ commands, recent, onRun, onClose }: Props) {
  const { t } = useLingui()
  const [query, setQuery] = useState('')
  const groups = useGroups({ commands, recent, query })
  const isMac = isMacPlatform()

  function choose(entry: Entry) {
    onClose()
    onRun(entry.id)
    // After the dialog has given the focus back, so that what the command focuses keeps it.
    setTimeout(() => entry.run(), 0)
  }

  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      value={query}
      onValueChange={(value, { reason }) => {
        if (reason !== 'item-press') setQuery(value)
      }}
      itemToStringValue={(entry: Entry) => entry.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className={styles.inputRow}>
        <Search aria-hidden="true" />
        <Autocomplete.Input
          className={styles.input}
          aria-label={t`Search commands and customers`}
          placeholder={t`What do you want to do?`}
        />
      </div>
      <div className={styles.results}>
        <Autocomplete.Empty>
          <p className={styles.empty}>
            <Trans>Nothing of that name.</Trans>
          </p>
        </Autocomplete.Empty>
        <Autocomplete.List>
          {(group: Group) => (
            <Autocomplete.Group key={group.id} items={group.items}>
              <Autocomplete.GroupLabel className={styles.groupLabel}>{group.label}</Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(entry: Entry) => (
                  <Autocomplete.Item key={entry.id} value={entry} className={styles.item} onClick={() => choose(entry)}>
                    <span className={styles.icon} aria-hidden="true">
                      {entry.icon}
                    </span>
                    <span className={styles.label}>
                      <bdi>{entry.label}</bdi>
                    </span>
                    {entry.keys !== null && (
                      <span className={styles.keys}>
                        {keyLabels(entry.keys, isMac).map((label, index) => (
                          <Kbd key={index}>{label}</Kbd>
                        ))}
                      </span>
                    )}
                  </Autocomplete.Item>
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
    </Autocomplete.Root>
  )
}

function useGroups({ commands, recent, query }: { commands: readonly Command[]; recent: readonly string[]; query: string }): Group[] {
  const { t, i18n } = useLingui()
  const { conversations } = useStores()
  const navigation = useInboxNavigation()
  return useMemo(() => {
    const wanted = fold(query.trim())
    const entries = commands
      .filter((command) => command.isKeyOnly !== true && (command.isAvailable?.() ?? true))
      .map((command) => ({ command, entry: toEntry(command, i18n._(command.label)) }))
      .filter(({ entry }) => isMatch(entry.label, wanted))
    const isRecent = (id: string) => wanted === '' && recent.includes(id)
    const groups: Group[] = []
    const recentEntries = recent.flatMap((id) => entries.filter(({ entry }) => isRecent(id) && entry.id === id).map(({ entry }) => entry))
    add(groups, { id: 'recent', label: t`Recent`, items: recentEntries })
    if (wanted !== '') {
      const rows = [...conversations.getState().byId.values()].filter(
        (row) => isMatch(row.contactName, wanted) || isMatch(row.contactPhone ?? '', wanted),
      )
      const customers = rows.slice(0, CUSTOMERS_SHOWN).map((row) => customerEntry(row, () => navigation.open(row.conversationId)))
      add(groups, { id: 'customers', label: t`Customers`, items: customers })
    }
    for (const group of ['conversation', 'go', 'general', 'composer'] as const) {
      const items = entries.filter(({ command, entry }) => command.group === group && !isRecent(entry.id)).map(({ entry }) => entry)
      add(groups, { id: group, label: i18n._(groupNames[group]), items })
    }
    return groups
  }, [commands, recent, query, t, i18n, conversations, navigation])
}

function add(groups: Group[], group: Group): void {
  if (group.items.length > 0) groups.push(group)
}

function toEntry({ id, icon: Icon, keys, run }: Command, label: string): Entry {
  return { id, label, icon: <Icon />, keys: keys[0] ?? null, run }
}

function customerEntry(row: ConversationRow, run: () => void): Entry {
  return {
    id: `customer-${row.conversationId}`,
    label: row.contactName,
    icon: <Avatar name={row.contactName} size="small" />,
    keys: null,
    run,
  }
}

/** Every word of what was typed begins a word of the name, or stands in it. */
function isMatch(name: string, wanted: string): boolean {
  const folded = fold(name)
  return wanted.split(/\s+/).every((word) => folded.includes(word))
}
