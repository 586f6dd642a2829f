import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Eye, Languages, MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import type { Template } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock } from '#renderer/stores/inbox-context.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#renderer/ui/menu.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { wordsForMove, wordsForNotice } from './change-words.ts'
import styles from './template-list.module.css'
import { categoryWords, rejectionWords, statusWords, templateQualityWords } from './template-words.ts'
import { isEditable, isUsable, shownStatus } from './usable.ts'

export type TemplateActions = {
  edit(template: Template): void
  addLanguage(template: Template): void
  remove(): void
}

type Props = { template: Template; onOpen(): void; actions: TemplateActions | null }

/** One language of a template: what it says, how it stands, and what there is to know of that. */
export function TemplateRow({ template, onOpen, actions }: Props) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const now = useClock((state) => state.now)
  const { name, status, category, quality, definition, useCount, lastUsedAt } = template
  const language = fmt.language(template.language)
  const shown = shownStatus(template, now)
  const last = lastUsedAt === null ? null : fmt.date(lastUsedAt)
  const notEditable = isEditable(template) ? undefined : t`WhatsApp takes changes of approved, rejected and paused templates only.`
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.head}>
          <button type="button" className={styles.open} aria-label={t`Show ${name} in ${language}`} onClick={onOpen}>
            {language}
          </button>
          <Pill tone={statusWords[shown].tone}>{i18n._(statusWords[shown].name)}</Pill>
          <Pill>{i18n._(categoryWords[category].name)}</Pill>
          {quality !== 'UNKNOWN' && <Pill tone={templateQualityWords[quality].tone}>{i18n._(templateQualityWords[quality].name)}</Pill>}
        </p>
        <p className={styles.body}>
          <bdi>{definition.body}</bdi>
        </p>
        <Standing template={template} />
        <p className={styles.used}>
          {t`${plural(useCount, { 0: 'Not sent yet', one: 'Sent once', other: 'Sent # times' })}`}
          {last !== null && <> · {t`last on ${last}`}</>}
        </p>
      </div>
      <div className={styles.tools}>
        {actions === null ? (
          <IconButton label={t`Show ${name} in ${language}`} icon={<Eye aria-hidden="true" />} onClick={onOpen} />
        ) : (
          <Menu trigger={<IconButton label={t`What to do with ${name} in ${language}`} icon={<MoreHorizontal aria-hidden="true" />} />}>
            <MenuItem icon={<Eye />} onSelect={onOpen}>
              {t`Show it and what changed`}
            </MenuItem>
            <MenuItem icon={<Pencil />} disabledReason={notEditable} onSelect={() => actions.edit(template)}>
              {t`Change`}
            </MenuItem>
            <MenuItem icon={<Languages />} onSelect={() => actions.addLanguage(template)}>
              {t`Write it in another language`}
            </MenuItem>
            <MenuSeparator />
            <MenuItem
              icon={<Trash2 />}
              tone="danger"
              disabledReason={status === 'disabled' ? t`WhatsApp keeps what it has switched off.` : undefined}
              onSelect={() => actions.remove()}
            >
              {t`Delete…`}
            </MenuItem>
          </Menu>
        )}
      </div>
    </li>
  )
}

/** Why it cannot be sent, what WhatsApp changed about it, and what it is going to. */
export function Standing({ template }: { template: Template }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const now = useClock((state) => state.now)
  const { status, category, previousCategory, correctCategory, categoryChangesAt, rejectedReason, rejectionAdvice, pausedUntil } = template
  const until = pausedUntil === null ? null : fmt.full(pausedUntil)
  const changesOn = categoryChangesAt === null ? null : fmt.full(categoryChangesAt)
  const rejection = rejectionWords(rejectedReason)
  const move =
    previousCategory === null || previousCategory === category ? null : wordsForMove({ from: previousCategory, to: category }, i18n)
  const notice =
    correctCategory === null || correctCategory === category ? null : wordsForNotice({ to: correctCategory, on: changesOn }, i18n)
  return (
    <>
      {!isUsable(template, now) && (
        <div className={styles.note} data-tone={statusWords[status].tone}>
          {status === 'rejected' ? (
            <>
              <p>
                {i18n._(rejection.happened)} {i18n._(rejection.todo)}
              </p>
              {rejectionAdvice !== null && (
                <p className={styles.advice}>
                  <Trans>
                    WhatsApp’s own advice: <q lang="en">{rejectionAdvice}</q>
                  </Trans>
                </p>
              )}
            </>
          ) : (
            <p>
              {i18n._(statusWords[status].meaning)} {status === 'paused' && until !== null && t`It goes on by itself on ${until}.`}
            </p>
          )}
        </div>
      )}
      {notice !== null && (
        <div className={styles.note} data-tone="waiting">
          <p>
            <strong>{notice.happened}.</strong> {notice.meaning}
          </p>
        </div>
      )}
      {move !== null && (
        <div className={styles.note} data-tone={category === 'marketing' ? 'waiting' : 'neutral'}>
          <p>
            <strong>{move.happened}.</strong> {move.meaning}
          </p>
        </div>
      )}
    </>
  )
}
