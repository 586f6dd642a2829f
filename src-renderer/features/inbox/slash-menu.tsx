import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { fillVariables, type VariableValues } from '#renderer/text/reply-variables.ts'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import { FormattedText } from './formatted-text.tsx'
import styles from './slash-menu.module.css'
import type { SlashMenu as Menu } from './use-slash-menu.ts'

/** The quick replies that fit what was typed after `/`, with what the customer would get. */
export function SlashMenu({ menu, values }: { menu: Menu; values: VariableValues }) {
  const { t } = useLingui()
  const list = useRef<HTMLUListElement>(null)
  const chosen = menu.matches[menu.highlighted]
  const count = menu.matches.length

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [menu.highlighted])

  return (
    <>
      <VisuallyHidden role="status">
        {menu.isOpen ? t`${plural(count, { one: '# quick reply', other: '# quick replies' })}` : ''}
      </VisuallyHidden>
      {menu.isOpen && (
        <div className={styles.popup}>
          <ul ref={list} id={menu.id} role="listbox" aria-label={t`Quick replies`} className={styles.list}>
            {menu.matches.map((reply, index) => (
              <li
                key={reply.quickReplyId}
                id={menu.optionId(index)}
                role="option"
                aria-selected={index === menu.highlighted}
                className={styles.option}
                onPointerMove={() => menu.highlight(index)}
                // Not on click: the field would lose the focus first.
                onPointerDown={(event) => {
                  event.preventDefault()
                  menu.choose(reply)
                }}
              >
                <span className={styles.shortcut}>/{reply.shortcut}</span>
                <span className={styles.title}>{reply.title}</span>
              </li>
            ))}
          </ul>
          {chosen !== undefined && (
            <div className={styles.preview} inert>
              <FormattedText text={fillVariables(chosen.text, values)} />
            </div>
          )}
          <p className={styles.keys} aria-hidden="true">
            <Trans>
              <Kbd>↑</Kbd> <Kbd>↓</Kbd> choose · <Kbd>Enter</Kbd> insert · <Kbd>Esc</Kbd> close
            </Trans>
          </p>
        </div>
      )}
    </>
  )
}
