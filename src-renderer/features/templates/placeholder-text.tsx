import { useLingui } from '@lingui/react/macro'
import { Braces } from 'lucide-react'
import { useRef } from 'react'
import { charactersIn, placeholdersOf, type TemplateDefinition } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import type { ErrorAt } from './problems-at.ts'
import { nextPlaceholder } from './template-draft.ts'
import styles from './editor.module.css'

type Examples = Readonly<Record<string, string>>
type Props = {
  label: string
  /** The places of text and examples among the problems. */
  at: string
  examplesAt: string
  format: TemplateDefinition['parameterFormat']
  text: string
  examples: Examples
  onChange(text: string, examples: Record<string, string>): void
  limit: number
  /** One line where it is not given. */
  rows?: number
  errorAt: ErrorAt
}

/** A text with blanks for what differs from customer to customer, and beside it an example of each for the reviewers. */
export function PlaceholderText({ label, at, examplesAt, format, text, examples, onChange, limit, rows, errorAt }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const keys = placeholdersOf(text)
  const [used, most] = [fmt.number(charactersIn(text)), fmt.number(limit)]
  // A header has room for one.
  const isFull = rows === undefined && keys.length > 0

  function insert() {
    const key = nextPlaceholder(text, format)
    const start = field.current?.selectionStart ?? text.length
    const end = field.current?.selectionEnd ?? text.length
    onChange(`${text.slice(0, start)}{{${key}}}${text.slice(end)}`, { ...examples })
    // Once the text is in the field: its name is there to be written over.
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(start + 2, start + 2 + key.length)
    })
  }

  return (
    <div className={styles.part}>
      <div data-at={at}>
        <TextField
          label={label}
          description={t`${used} of ${most}`}
          {...(rows === undefined ? {} : { rows })}
          inputRef={field}
          value={text}
          onChange={(next) => onChange(next, { ...examples })}
          error={errorAt(at)}
        />
      </div>
      <div>
        <Button
          size="small"
          icon={<Braces aria-hidden="true" />}
          disabledReason={isFull ? t`Only one placeholder can stand here.` : undefined}
          onClick={insert}
        >
          {t`Put in a placeholder`}
        </Button>
      </div>
      {keys.length > 0 && (
        <div className={styles.examples}>
          {keys.map((key) => {
            const shown = `{{${key}}}`
            return (
              <div key={key} data-at={`${examplesAt}.${key}`}>
                <TextField
                  label={t`Example of ${shown}`}
                  value={Object.hasOwn(examples, key) ? (examples[key] ?? '') : ''}
                  onChange={(value) => onChange(text, { ...examples, [key]: value })}
                  maxLength={1024}
                  error={errorAt(`${examplesAt}.${key}`)}
                />
              </div>
            )
          })}
        </div>
      )}
    </div>
  )
}
