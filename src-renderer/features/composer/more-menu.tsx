import { useLingui } from '@lingui/react/macro'
import { Contact, LayoutTemplate, Link, List, MapPin, MapPinned, Paperclip, Phone, Plus, SquareMousePointer } from 'lucide-react'
import type { RefObject } from 'react'
import type { ConversationId } from '#contract'
import { useShortcut } from '#renderer/features/commands/use-shortcut.ts'
import type { FormKind } from '#renderer/stores/message-forms.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#renderer/ui/menu.tsx'

type Props = { conversationId: ConversationId; field: RefObject<HTMLElement | null>; onAttach(): void }

/** Everything that can be sent besides words. */
export function MoreMenu({ conversationId, field, onAttach }: Props) {
  const { t } = useLingui()
  const { inboxView, messageForms } = useStores()
  const mayUseTemplates = useMay('template.use')
  const attachKey = useShortcut('attach')
  const templateKey = useShortcut('template-picker')

  function open(kind: FormKind): void {
    messageForms.getState().change(conversationId, { kind })
    inboxView.getState().setMessageFormOpen(true)
  }

  return (
    <Menu
      align="start"
      side="top"
      // What opens over everything has the focus then.
      finalFocus={() => (inboxView.getState().isMessageFormOpen ? false : field.current)}
      trigger={<IconButton label={t`Attach or send something else`} icon={<Plus aria-hidden="true" />} />}
    >
      <MenuItem icon={<Paperclip aria-hidden="true" />} {...attachKey} onSelect={onAttach}>
        {t`Files…`}
      </MenuItem>
      <MenuItem icon={<MapPin aria-hidden="true" />} onSelect={() => open('location')}>
        {t`Location…`}
      </MenuItem>
      <MenuItem icon={<Contact aria-hidden="true" />} onSelect={() => open('contact')}>
        {t`Contact card…`}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<SquareMousePointer aria-hidden="true" />} onSelect={() => open('buttons')}>
        {t`Buttons…`}
      </MenuItem>
      <MenuItem icon={<List aria-hidden="true" />} onSelect={() => open('list')}>
        {t`List…`}
      </MenuItem>
      <MenuItem icon={<Link aria-hidden="true" />} onSelect={() => open('link')}>
        {t`Link button…`}
      </MenuItem>
      <MenuItem icon={<MapPinned aria-hidden="true" />} onSelect={() => open('location-request')}>
        {t`Ask for the location…`}
      </MenuItem>
      <MenuItem icon={<Phone aria-hidden="true" />} onSelect={() => open('contact-request')}>
        {t`Ask for the phone number…`}
      </MenuItem>
      {mayUseTemplates && (
        <>
          <MenuSeparator />
          <MenuItem
            icon={<LayoutTemplate aria-hidden="true" />}
            {...templateKey}
            onSelect={() => inboxView.getState().openTemplatePicker()}
          >
            {t`Template…`}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
