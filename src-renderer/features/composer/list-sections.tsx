import { useLingui } from '@lingui/react/macro'
import { Plus, X } from 'lucide-react'
import { interactiveLimits as limits } from '#contract'
import type { ListRow, ListSection } from '#renderer/stores/message-forms.ts'
import { Button } from '#renderer/ui/button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import type { FormPartProps } from './form-fields.tsx'
import styles from './message-form.module.css'
import { useProblemWords } from './use-problem-words.ts'

const emptyRow: ListRow = { title: '', description: '' }

/** The rows that a customer chooses from, in sections where there are many. */
export function ListSections({ form, problems, onChange }: FormPartProps) {
  const { t } = useLingui()
  const wordsFor = useProblemWords()
  const { sections } = form
  const rowCount = sections.reduce((count, { rows }) => count + rows.length, 0)

  function put(index: number, change: Partial<ListSection>): void {
    const section = sections[index]
    if (section !== undefined) onChange({ sections: sections.with(index, { ...section, ...change }) })
  }

  return (
    <>
      {sections.map((section, index) => {
        const number = index + 1
        return (
          // oxlint-disable-next-line react/no-array-index-key -- they have no other name than their place
          <fieldset key={index} className={styles.group}>
            <legend>{sections.length === 1 ? t`Rows` : t`Section ${number}`}</legend>
            {sections.length > 1 && (
              <div className={styles.line}>
                <TextField
                  label={t`Title of section ${number}`}
                  hint={`${section.title.length}/${limits.rowTitle}`}
                  value={section.title}
                  onChange={(title) => put(index, { title })}
                  maxLength={limits.rowTitle}
                  error={section.title.trim() === '' ? wordsFor(problems.sections) : null}
                />
                <IconButton
                  size="small"
                  label={t`Remove section ${number}`}
                  icon={<X aria-hidden="true" />}
                  onClick={() => onChange({ sections: sections.toSpliced(index, 1) })}
                />
              </div>
            )}
            <Rows
              section={section}
              error={index === 0 ? wordsFor(problems.rows) : null}
              onChange={(rows) => put(index, { rows })}
              canGrow={rowCount < limits.rows}
            />
          </fieldset>
        )
      })}
      {sections.length < limits.sections && rowCount < limits.rows && (
        <Button
          size="small"
          icon={<Plus aria-hidden="true" />}
          onClick={() => onChange({ sections: [...sections, { title: '', rows: [emptyRow] }] })}
        >
          {t`Add a section`}
        </Button>
      )}
    </>
  )
}

type RowsProps = { section: ListSection; error: string | null; canGrow: boolean; onChange(rows: readonly ListRow[]): void }

function Rows({ section: { rows }, error, canGrow, onChange }: RowsProps) {
  const { t } = useLingui()
  return (
    <>
      {rows.map((row, index) => {
        const number = index + 1
        return (
          // oxlint-disable-next-line react/no-array-index-key -- they have no other name than their place
          <div key={index} className={styles.line}>
            <TextField
              label={t`Row ${number}`}
              hint={`${row.title.length}/${limits.rowTitle}`}
              value={row.title}
              onChange={(title) => onChange(rows.with(index, { ...row, title }))}
              maxLength={limits.rowTitle}
              error={index === 0 ? error : null}
            />
            <TextField
              label={t`Description of row ${number}`}
              hint={`${row.description.length}/${limits.rowDescription}`}
              value={row.description}
              onChange={(description) => onChange(rows.with(index, { ...row, description }))}
              maxLength={limits.rowDescription}
            />
            {rows.length > 1 && (
              <IconButton
                size="small"
                label={t`Remove row ${number}`}
                icon={<X aria-hidden="true" />}
                onClick={() => onChange(rows.toSpliced(index, 1))}
              />
            )}
          </div>
        )
      })}
      {canGrow && (
        <Button size="small" icon={<Plus aria-hidden="true" />} onClick={() => onChange([...rows, emptyRow])}>
          {t`Add a row`}
        </Button>
      )}
    </>
  )
}
