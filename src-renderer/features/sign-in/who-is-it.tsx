import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState, type RefObject } from 'react'
import type { StaffId, Tile } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { StageCard } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CODE_LENGTH, CodeField } from '#renderer/ui/code-field.tsx'
import { Form, FormActions, FormWays } from '#renderer/ui/form.tsx'
import { SignInForm } from './sign-in-form.tsx'
import styles from './sign-in-screen.module.css'

/** The counter's lock: whoever signed in fully during this shift comes back with a PIN, everybody else with password and code. */
export function WhoIsIt({ tiles }: { tiles: readonly Tile[] }) {
  const { t } = useLingui()
  const last = tiles.find((tile) => tile.isLast && tile.canUsePin)
  const [chosenId, setChosenId] = useState<StaffId | 'somebody-else' | null>(last?.staffId ?? null)
  const chosen = tiles.find((tile) => tile.staffId === chosenId)
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)

  function choose(staffId: StaffId) {
    setChosenId(staffId)
    // Another name's field takes the focus as it appears; the one that is there already would not.
    field.current?.focus()
  }

  if (chosenId === 'somebody-else' || (chosen !== undefined && !chosen.canUsePin)) {
    return (
      <>
        {chosen !== undefined && <NoPin tile={chosen} />}
        <StageCard>
          <SignInForm />
        </StageCard>
        <FormWays>
          <Button variant="quiet" size="small" onClick={() => setChosenId(null)}>
            {t`Back to the names`}
          </Button>
        </FormWays>
      </>
    )
  }
  return (
    <>
      <ul className={styles.tiles}>
        {tiles.map((tile) => (
          <li key={tile.staffId}>
            <button type="button" className={styles.tile} aria-pressed={tile.staffId === chosenId} onClick={() => choose(tile.staffId)}>
              <Avatar name={tile.name} size="large" className={styles.face} />
              <span className={styles.name}>{tile.name}</span>
            </button>
          </li>
        ))}
      </ul>
      {chosen !== undefined && (
        <StageCard>
          <PinForm key={chosen.staffId} tile={chosen} field={field} />
        </StageCard>
      )}
      <FormWays>
        <Button variant="quiet" size="small" onClick={() => setChosenId('somebody-else')}>
          {t`Somebody else`}
        </Button>
      </FormWays>
    </>
  )
}

function NoPin({ tile: { name } }: { tile: Tile }) {
  return (
    <p className={styles.hint}>
      <Trans>There is no PIN for {name} on this computer just now. Password and code work.</Trans>
    </p>
  )
}

type PinFormProps = { tile: Tile; field: RefObject<(HTMLInputElement & HTMLTextAreaElement) | null> }

function PinForm({ tile: { staffId, name }, field }: PinFormProps) {
  const { t } = useLingui()
  const { session } = useStores()
  const { run, isBusy, error } = useAction()
  const [pin, setPin] = useState('')
  const [wasTried, setTried] = useState(false)

  async function submit(digits: string) {
    setTried(true)
    if (digits.length < CODE_LENGTH) return
    await run(
      () => session.getState().unlock({ staffId, pin: digits }),
      () => {
        setTried(false)
        setPin('')
        field.current?.focus()
        // After the fifth wrong one the tile takes password and code.
        void session.getState().loadTiles()
      },
    )
  }

  return (
    <Form onSubmit={() => void submit(pin)}>
      <CodeField
        label={t`PIN of ${name}`}
        isSecret
        startsFocused
        inputRef={field}
        error={wasTried && pin.length < CODE_LENGTH && !isBusy ? t`Six digits are needed.` : null}
        value={pin}
        onChange={setPin}
        onComplete={(digits) => void submit(digits)}
      />
      {error !== null && <ErrorNotice error={error} />}
      <FormActions>
        <Button type="submit" variant="primary" size="large" isFullWidth isBusy={isBusy}>
          {t`Unlock`}
        </Button>
      </FormActions>
    </Form>
  )
}
