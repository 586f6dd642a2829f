import { Autocomplete } from '@base-ui/react/autocomplete'
import { Trans, useLingui } from '@lingui/react/macro'
import { Search } from 'lucide-react'
import { useEffect, useMemo, useState, type RefObject } from 'react'
import { emptyValues, fillTemplate, type Template } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock } from '#renderer/stores/inbox-context.ts'
import { useSettings } from '#renderer/stores/stores-context.tsx'
import { findTemplates, type Found } from './match-templates.ts'
import { Price } from './price.tsx'
import { previewFilesOfSamples } from './samples.ts'
import { TemplatePreview } from './template-preview.tsx'
import { categoryWords, statusWords } from './template-words.ts'
import styles from './templates.module.css'
import { isUsable } from './usable.ts'
import type { Prices } from './use-prices.ts'

type Props = {
  templates: readonly Template[]
  prices: Prices
  hasOptedOut: boolean
  inputRef: RefObject<HTMLInputElement | null>
  onChoose(template: Template): void
}
type Group = { id: 'recent' | 'others' | 'blocked'; items: Template[] }

/** Found by what is typed, chosen with arrows and Enter; what cannot go says why. */
export function TemplateChoice({ templates, prices, hasOptedOut, inputRef, onChoose }: Props) {
  const { t, i18n } = useLingui()
  const [query, setQuery] = useState('')
  const [seen, setSeen] = useState<Template | null>(null)
  const now = useClock((state) => state.now)
  // Also when somebody comes back from the fields of another.
  useEffect(() => inputRef.current?.focus(), [inputRef])

  const language = useSettings((state) => state.settings.language)
  const groups = useMemo(
    () => groupsOf(findTemplates(templates, { query, now, language }), hasOptedOut),
    [templates, query, now, language, hasOptedOut],
  )
  const labels: Record<Group['id'], string> = { recent: t`Used lately`, others: t`Others`, blocked: t`Cannot be sent now` }

  /** Others than which? */
  const isAlone = ({ id }: Group) => id === 'others' && groups.length === 1

  function whyNot(template: Template): string | null {
    if (!isUsable(template, now)) return i18n._(statusWords[template.status].meaning)
    return hasOptedOut && template.category === 'marketing' ? t`This person does not want advertisements from the shop.` : null
  }

  return (
    <div className={styles.choice}>
      <Autocomplete.Root
        open
        inline
        items={groups}
        filter={null}
        value={query}
        onValueChange={(value, { reason }) => {
          if (reason !== 'item-press') setQuery(value)
        }}
        onItemHighlighted={(item) => setSeen(item ?? null)}
        itemToStringValue={(template: Template) => template.name}
        autoHighlight="always"
        keepHighlight
      >
        <div className={styles.searchRow}>
          <Search aria-hidden="true" />
          <Autocomplete.Input
            ref={inputRef}
            className={styles.searchInput}
            aria-label={t`Search templates`}
            placeholder={t`Search by name or words`}
          />
        </div>
        <div className={styles.choiceBody}>
          <div className={styles.choiceList}>
            <Autocomplete.Empty>
              <p className={styles.nothing}>
                <Trans>No template has these words.</Trans>
              </p>
            </Autocomplete.Empty>
            <Autocomplete.List aria-label={t`Templates`}>
              {(group: Group) => (
                <Autocomplete.Group key={group.id} items={group.items}>
                  {!isAlone(group) && <Autocomplete.GroupLabel className={styles.groupLabel}>{labels[group.id]}</Autocomplete.GroupLabel>}
                  <Autocomplete.Collection>
                    {(template: Template) => (
                      <Choice
                        key={template.templateId}
                        template={template}
                        whyNot={whyNot(template)}
                        prices={prices}
                        onChoose={() => onChoose(template)}
                      />
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </div>
          <div className={styles.choicePreview} aria-hidden="true">
            {seen !== null && (
              <TemplatePreview
                isBare
                shown={fillTemplate(seen, emptyValues(seen.definition))}
                files={previewFilesOfSamples(seen.definition)}
              />
            )}
          </div>
        </div>
      </Autocomplete.Root>
    </div>
  )
}

/** Of advertisements to somebody who wants none it is as if WhatsApp did not allow them. */
function groupsOf({ recent, others, blocked }: Found, hasOptedOut: boolean): Group[] {
  const mayGo = (template: Template) => !hasOptedOut || template.category !== 'marketing'
  const stopped = [...recent, ...others].filter((template) => !mayGo(template))
  const groups: Group[] = [
    { id: 'recent', items: recent.filter(mayGo) },
    { id: 'others', items: others.filter(mayGo) },
    { id: 'blocked', items: [...stopped, ...blocked] },
  ]
  return groups.filter(({ items }) => items.length > 0)
}

function Choice({ template, whyNot, prices, onChoose }: { template: Template; whyNot: string | null; prices: Prices; onChoose(): void }) {
  const { i18n } = useLingui()
  const fmt = useFmt()
  const { name, category, language, definition } = template
  return (
    <Autocomplete.Item value={template} className={styles.option} disabled={whyNot !== null} onClick={onChoose}>
      <span className={styles.optionHead}>
        <span className={styles.optionName}>{name}</span>
        <span className={styles.optionPrice}>{whyNot === null && <Price quote={prices[category]} />}</span>
      </span>
      <span className={styles.optionText}>
        <bdi>{definition.body}</bdi>
      </span>
      <span className={styles.faint}>{whyNot ?? [i18n._(categoryWords[category].name), fmt.language(language)].join(' · ')}</span>
    </Autocomplete.Item>
  )
}
