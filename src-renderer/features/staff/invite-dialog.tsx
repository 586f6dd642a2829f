import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { builtInRoleId, loginName, type Invitation, type RoleId, type TeamId } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores, useTeams } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CheckboxList } from '#renderer/ui/checkbox-list.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { RoleChoice } from './role-choice.tsx'

type Props = { onClose(): void; onInvited(name: string, invitation: Invitation): void }

/** A new colleague gets a code with which they set their own password: nobody else ever knows it. */
export function InviteDialog({ onClose, onInvited }: Props) {
  const { t } = useLingui()
  const { staff } = useStores()
  const formId = useId()
  const teams = useTeams((state) => state.teams)
  const { run, isBusy, error } = useAction()
  const [name, setName] = useState('')
  const [login, setLogin] = useState('')
  const [roleId, setRoleId] = useState<RoleId>(builtInRoleId('attendant'))
  const [teamIds, setTeamIds] = useState<readonly TeamId[]>([])
  const [wasTried, setTried] = useState(false)

  const problems = {
    name: name.trim() === '' ? t`Enter a name.` : null,
    login: loginName.safeParse(login).success ? null : t`Use 2 to 40 letters, digits, dots or hyphens, with no spaces.`,
  }
  const isLoginTaken = error?.code === 'login-taken'

  async function submit() {
    setTried(true)
    if (Object.values(problems).some((problem) => problem !== null)) return
    await run(async () => {
      const invited = { name: name.trim(), login: login.trim(), roleId, teamIds: [...teamIds] }
      onInvited(invited.name, await staff.getState().invite(invited))
    })
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Invite a person`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            {t`Make the invitation`}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={() => void submit()}>
        <TextField
          label={t`Name`}
          description={t`As colleagues know them.`}
          value={name}
          onChange={setName}
          maxLength={60}
          startsFocused
          error={wasTried ? problems.name : null}
        />
        <TextField
          label={t`Login`}
          description={t`What they type to sign in.`}
          value={login}
          onChange={setLogin}
          maxLength={40}
          error={isLoginTaken ? error.sentence : wasTried ? problems.login : null}
        />
        <RoleChoice label={t`Role`} value={roleId} onChange={setRoleId} />
        {teams.length > 0 && (
          <CheckboxList
            label={t`Teams`}
            values={teamIds}
            onChange={setTeamIds}
            options={teams.map((team) => ({ value: team.teamId, label: team.name }))}
          />
        )}
        {error !== null && !isLoginTaken && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}
