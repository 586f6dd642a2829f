import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import type { StaffId, Team } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useStaff, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CheckboxList } from '#renderer/ui/checkbox-list.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'

/** `team` null makes a new one. */
export function TeamDialog({ team, onClose }: { team: Team | null; onClose(): void }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { teams } = useStores()
  const formId = useId()
  const membersById = useStaff((state) => state.membersById)
  const { run, isBusy, error } = useAction()
  const nameBefore = team?.name ?? ''
  const [name, setName] = useState(nameBefore)
  const [members, setMembers] = useState<readonly StaffId[]>(team?.members ?? [])
  const [wasTried, setTried] = useState(false)
  const isNameTaken = error?.code === 'name-taken'
  const people = [...membersById.values()].filter((member) => member.isActive).toSorted((a, b) => fmt.compare(a.name, b.name))

  function nameError(): string | null {
    if (isNameTaken) return error.sentence
    return wasTried && name.trim() === '' ? t`Enter a name.` : null
  }

  async function submit() {
    setTried(true)
    if (name.trim() === '') return
    const isSaved = await run(() => teams.getState().saveTeam({ teamId: team?.teamId ?? null, name: name.trim(), members: [...members] }))
    if (isSaved) onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={team === null ? t`New team` : t`Team ${nameBefore}`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            {t`Save`}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={() => void submit()}>
        <TextField label={t`Name of the team`} startsFocused maxLength={40} value={name} onChange={setName} error={nameError()} />
        <CheckboxList
          label={t`Who is in it`}
          values={members}
          onChange={setMembers}
          options={people.map((member) => ({ value: member.staffId, label: member.name }))}
        />
        {error !== null && !isNameTaken && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}
