import { Trans, useLingui } from '@lingui/react/macro'
import { minutesIn, templateButtonLimits, templateLimits, type TemplateDefinition } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { PartError } from './part-error.tsx'
import type { ErrorAt } from './problems-at.ts'

type Props = { definition: TemplateDefinition; onChange(definition: TemplateDefinition): void; errorAt: ErrorAt }

/** A code for signing in: WhatsApp writes the words in the language of the template. */
export function AuthenticationEditor({ definition, onChange, errorAt }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { footer, buttons } = definition
  const [button] = buttons
  const most = fmt.number(templateLimits.expiryMinutes)
  const minutes = footer === null ? '' : String(minutesIn(footer) ?? footer)
  return (
    <Section title={t`The code`}>
      <Notice tone="info">
        <Trans>WhatsApp writes the words itself, with the code, a warning not to pass it on, and a button that copies it.</Trans>
      </Notice>
      <div data-at="footer">
        <TextField
          label={t`Minutes until it is worth nothing`}
          hint={t`optional`}
          isShort
          inputMode="numeric"
          value={minutes}
          onChange={(typed) => {
            const digits = typed.replaceAll(/\D/g, '').slice(0, 2)
            onChange({ ...definition, footer: digits === '' ? null : digits })
          }}
          error={errorAt('footer') === null ? null : t`Choose 1 to ${most} minutes.`}
        />
      </div>
      {button?.kind === 'one-time-code' && (
        <div data-at="buttons.0.text">
          <TextField
            label={t`Words on the button`}
            hint={t`optional`}
            value={button.text ?? ''}
            onChange={(text) => onChange({ ...definition, buttons: [{ ...button, text: text === '' ? null : text }] })}
            maxLength={templateButtonLimits.text}
            error={errorAt('buttons.0.text')}
          />
        </div>
      )}
      <PartError error={errorAt('buttons')} />
    </Section>
  )
}
