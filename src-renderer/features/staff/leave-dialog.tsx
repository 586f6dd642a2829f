import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { StaffAccount, StaffId } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import type { Waits } from '#renderer/stores/staff.ts'
import { useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'

type Props = { account: StaffAccount; colleagues: readonly StaffAccount[]; onClose(): void; onWaits(waits: NonNullable<Waits>): void }

const NOBODY = ''

/** One step for a person who leaves: access ends everywhere, and somebody goes on with their conversations. */
export function LeaveDialog({ account: { staffId, name }, colleagues, onClose, onWaits }: Props) {
  const { t } = useLingui()
  const { staff } = useStores()
  const toasts = useToasts()
  const { run, isBusy, error } = useAction()
  const [handTo, setHandTo] = useState<StaffId | null>(null)

  async function submit() {
    await run(async () => {
      const { conversations: count, waits } = await staff.getState().leave({ staffId, handTo })
      if (waits !== null) return onWaits(waits)
      toasts.show({
        text: t`${plural(count, {
          0: `${name} can no longer sign in.`,
          one: `${name} can no longer sign in; # conversation was handed over.`,
          other: `${name} can no longer sign in; # conversations were handed over.`,
        })}`,
      })
      onClose()
    })
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      title={t`End the access of ${name}?`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="danger" isBusy={isBusy} onClick={() => void submit()}>
            {t`End access`}
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          <strong>{name}</strong> is signed out everywhere at once. Password, app and PIN no longer work. The name stays on everything
          written so far.
        </Trans>
      </p>
      <SelectField
        label={t`Who goes on with their conversations?`}
        value={handTo ?? NOBODY}
        // Of the options only the first is nobody.
        onChange={(value) => setHandTo(colleagues.find(({ staffId: each }) => each === value)?.staffId ?? null)}
        options={[
          { value: NOBODY, label: t`Nobody yet: they become free` },
          ...colleagues.map((colleague) => ({ value: colleague.staffId, label: colleague.name })),
        ]}
      />
      <p>
        <Trans>
          Then think of what the program cannot do: change the password of this computer, and the access token of the number if they knew
          it.
        </Trans>
      </p>
      {error !== null && <ErrorNotice error={error} />}
    </Dialog>
  )
}
