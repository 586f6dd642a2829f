import { useLingui } from '@lingui/react/macro'
import type { MessagingRules } from '#contract'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useRules, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'

/** How the shop writes to its customers. */
export function MessagingSection() {
  const { t } = useLingui()
  const { rules: store } = useStores()
  const messaging = useRules((state) => state.messaging)
  const toasts = useToasts()
  const run = useRunAction()
  if (messaging === null) return null

  async function save(signature: MessagingRules['signature']) {
    if (await run(() => store.getState().saveMessaging({ signature })))
      toasts.show({ tone: 'success', text: t`It holds from the next message on.` })
  }

  return (
    <Section title={t`Messages`} description={t`Customers see who writes to them: the name stands in bold above each message.`}>
      <SelectField
        label={t`Sign messages with`}
        value={messaging.signature}
        options={[
          { value: 'none', label: t`nothing` },
          { value: 'first-name', label: t`the first name` },
          { value: 'full-name', label: t`the whole name` },
        ]}
        onChange={(signature) => void save(signature)}
      />
    </Section>
  )
}
