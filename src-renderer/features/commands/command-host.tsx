import { useEffect, useMemo, useState } from 'react'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { navigate } from 'wouter/use-hash-location'
import { BeginDialog } from '#renderer/features/inbox/begin-dialog.tsx'
import { useInboxNavigation } from '#renderer/features/inbox/use-inbox-navigation.ts'
import { useMessageActions } from '#renderer/features/inbox/use-message-actions.ts'
import { may } from '#renderer/stores/session.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { CommandMenu } from './command-menu.tsx'
import { createCommands } from './command-table.ts'
import { createKeyDispatcher } from './key-dispatcher.ts'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { usePaneBack } from './use-pane-back.ts'

/** Notices at the edge of the screen are dialogs as well, which hold nobody up. */
const POPUPS = ':is([role="dialog"], [role="alertdialog"]):not([aria-modal="false"]), [role="menu"]'

/** The command menu, the shortcut sheet and the keys; mounted once while somebody is signed in. */
export function CommandHost() {
  const stores = useStores()
  const inbox = useInboxNavigation()
  const { undo } = useMessageActions()
  const run = useRunAction()
  const [shown, setShown] = useState<'menu' | 'sheet' | 'begin' | null>(null)
  const { remember, finalFocus } = usePaneBack()
  const [recent, setRecent] = useState<readonly string[]>([])

  const commands = useMemo(() => {
    function show(what: 'menu' | 'sheet' | 'begin') {
      remember()
      setShown(what)
    }
    return createCommands({
      stores,
      inbox,
      goTo: navigate,
      undo: (messageId) => void undo(messageId),
      act: (action) => void run(action),
      openMenu: () => show('menu'),
      openSheet: () => show('sheet'),
      openBegin: () => show('begin'),
      may: (permission) => may(stores.session.getState(), permission),
      isMedia: (query) => matchMedia(query).matches,
      isInboxShown: () => stores.inboxView.getState().isShown,
    })
  }, [stores, inbox, undo, run, remember])

  useEffect(() => {
    const dispatcher = createKeyDispatcher({
      commands: () => commands,
      areLettersOn: () => stores.settings.getState().settings.letterKeys,
      isPopupOpen: () => document.querySelector(POPUPS) !== null,
      now: () => performance.now(),
    })
    const onKeyDown = (event: KeyboardEvent) => void dispatcher.handle(event)
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [commands, stores])

  return (
    <>
      <CommandMenu
        isOpen={shown === 'menu'}
        onClose={() => setShown((now) => (now === 'menu' ? null : now))}
        finalFocus={finalFocus}
        commands={commands}
        recent={recent}
        onRun={(id) => setRecent((before) => [id, ...before.filter((other) => other !== id)].slice(0, 5))}
      />
      <ShortcutSheet
        isOpen={shown === 'sheet'}
        onClose={() => setShown((now) => (now === 'sheet' ? null : now))}
        finalFocus={finalFocus}
        commands={commands}
      />
      {shown === 'begin' && <BeginDialog onClose={() => setShown(null)} />}
    </>
  )
}
