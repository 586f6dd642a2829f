import { Trans, useLingui } from '@lingui/react/macro'
import { LayoutTemplate, RefreshCw, Search } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { templateCategory, templateStatus, type Template } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { wordsForDelivery } from '#renderer/i18n/delivery-words.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock } from '#renderer/stores/inbox-context.ts'
import { useStores, useTemplates } from '#renderer/stores/stores-context.tsx'
import type { TemplateList as List } from '#renderer/stores/templates.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { DeleteTemplateDialog } from './delete-template-dialog.tsx'
import { groupByName, isMatch } from './match-templates.ts'
import { TemplateDetails } from './template-details.tsx'
import { TemplateRow, type TemplateActions } from './template-row.tsx'
import { categoryWords, statusWords } from './template-words.ts'
import styles from './template-list.module.css'

type Props = { add: ReactNode; actions: Pick<TemplateActions, 'edit' | 'addLanguage'> | null }

/** All templates by name, the languages of each together. */
export function TemplateList({ add, actions }: Props) {
  const { t, i18n } = useLingui()
  const { templates: store } = useStores()
  const list = useTemplates((state) => state.list)
  if (list.phase === 'loading') {
    return (
      <SkeletonGroup label={t`Loading the templates…`} className={styles.list}>
        <Skeleton shape="block" />
        <Skeleton shape="block" />
        <Skeleton shape="block" />
      </SkeletonGroup>
    )
  }
  if (list.phase === 'failed') {
    return (
      <ErrorNotice
        error={wordsForError(list.error, i18n)}
        action={<Button onClick={() => void store.getState().load()}>{t`Try again`}</Button>}
      />
    )
  }
  return (
    <>
      <SyncLine list={list.value} />
      {list.value.templates.length === 0 ? (
        <Section>
          <EmptyState icon={<LayoutTemplate />} title={t`No templates yet`} action={add}>
            <Trans>A template is a text that WhatsApp has approved. Outside the 24-hour window nothing else can be sent.</Trans>
          </EmptyState>
        </Section>
      ) : (
        <Filtered templates={list.value.templates} actions={actions} />
      )}
    </>
  )
}

function SyncLine({ list: { syncedAt, problem } }: { list: List }) {
  const { t, i18n } = useLingui()
  const { templates: store } = useStores()
  const fmt = useFmt()
  const run = useRunAction()
  const now = useClock((state) => state.now)
  const isSyncing = useTemplates((state) => state.isSyncing)
  const day = syncedAt === null ? '' : fmt.dayLabel(syncedAt, now)
  const time = syncedAt === null ? '' : fmt.time(syncedAt)
  const trouble = problem === null ? null : wordsForDelivery(problem, i18n)
  return (
    <>
      <p className={styles.sync}>
        <span>
          {syncedAt === null ? (
            <Trans>The list has not been read from WhatsApp yet.</Trans>
          ) : (
            <Trans>
              Read from WhatsApp: {day}, {time}
            </Trans>
          )}
        </span>
        <Button size="small" icon={<RefreshCw />} isBusy={isSyncing} onClick={() => void run(() => store.getState().sync())}>
          {t`Read again now`}
        </Button>
      </p>
      {trouble !== null && (
        <Notice tone="waiting" title={<Trans>The list could not be read the last time, so it may be out of date.</Trans>}>
          {trouble.happened} {trouble.todo}
        </Notice>
      )}
    </>
  )
}

function Filtered({ templates, actions }: { templates: readonly Template[]; actions: Props['actions'] }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const [query, setQuery] = useState('')
  const [language, setLanguage] = useState('')
  const [category, setCategory] = useState('')
  const [status, setStatus] = useState('')
  const [open, setOpen] = useState<{ what: 'details' | 'delete'; template: Template } | null>(null)
  const close = () => setOpen(null)

  const shown = templates.filter(
    (template) =>
      isMatch(template, query) &&
      (language === '' || template.language === language) &&
      (category === '' || template.category === category) &&
      (status === '' || template.status === status),
  )
  const languages = [...new Set(templates.map((template) => template.language))]
  const statuses = templateStatus.options.filter((each) => templates.some((template) => template.status === each))
  const opened = templates.find(({ templateId }) => templateId === open?.template.templateId) ?? open?.template ?? null

  return (
    <>
      <div className={styles.filters}>
        <TextField
          label={t`Search templates`}
          isLabelHidden
          type="search"
          placeholder={t`Search by name or words`}
          leading={<Search aria-hidden="true" />}
          value={query}
          onChange={setQuery}
          maxLength={80}
        />
        <SelectField
          label={t`Language`}
          isLabelHidden
          value={language}
          onChange={setLanguage}
          options={[{ value: '', label: t`All languages` }, ...languages.map((value) => ({ value, label: fmt.language(value) }))]}
        />
        <SelectField
          label={t`Category`}
          isLabelHidden
          value={category}
          onChange={setCategory}
          options={[
            { value: '', label: t`All categories` },
            ...templateCategory.options.map((value) => ({ value, label: i18n._(categoryWords[value].name) })),
          ]}
        />
        <SelectField
          label={t`State`}
          isLabelHidden
          value={status}
          onChange={setStatus}
          options={[{ value: '', label: t`All states` }, ...statuses.map((value) => ({ value, label: i18n._(statusWords[value].name) }))]}
        />
      </div>
      {shown.length === 0 && (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` takes no blocks and means the result of a calculation
        <p className={styles.nothing} role="status">
          <Trans>No template fits.</Trans>
        </p>
      )}
      <ul className={styles.list}>
        {groupByName(shown, fmt.compare).map((group) => (
          <li key={group[0]?.name} className={styles.group}>
            <h2 className={styles.name}>{group[0]?.name}</h2>
            <ul>
              {group.map((template) => (
                <TemplateRow
                  key={template.templateId}
                  template={template}
                  onOpen={() => setOpen({ what: 'details', template })}
                  actions={actions === null ? null : { ...actions, remove: () => setOpen({ what: 'delete', template }) }}
                />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {open?.what === 'details' && opened !== null && <TemplateDetails template={opened} onClose={close} />}
      <DeleteTemplateDialog
        template={open?.what === 'delete' ? open.template : null}
        languages={templates.filter(({ name }) => name === open?.template.name).length}
        onClose={close}
      />
    </>
  )
}
