import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { loginName, rolesGrantedBy, type Role } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { charactersMissing, NewPasswordField } from '#renderer/app/new-password-field.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { roleMeanings, roleNames } from '#renderer/i18n/role-words.ts'
import { useSession, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { RadioCards } from '#renderer/ui/radio-cards.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'

/** The usual one first, the one that may do everything last. */
const offeredRoles: readonly Role[] = ['attendant', 'manager', 'auditor', 'owner']

/** A new colleague, with a first password that they change under Settings. */
export function AddPersonDialog({ onClose }: { onClose(): void }) {
  const { t, i18n } = useLingui()
  const { staff } = useStores()
  const toasts = useToasts()
  const formId = useId()
  const myRole = useSession((state) => state.me?.role ?? null)
  const { run, isBusy, error } = useAction()
  const [name, setName] = useState('')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<Role>('attendant')
  const [wasTried, setTried] = useState(false)

  const roles = myRole === null ? [] : rolesGrantedBy[myRole]
  const problems = {
    name: name.trim() === '' ? t`Enter a name.` : null,
    login: loginName.safeParse(login).success ? null : t`Use 2 to 40 letters, digits, dots or hyphens, with no spaces.`,
    password: charactersMissing(password) > 0 ? t`The password is too short.` : null,
  }
  const isPasswordRefused = error?.code === 'password-too-common' || error?.code === 'password-too-short'
  const isLoginTaken = error?.code === 'login-taken'

  async function submit() {
    setTried(true)
    if (Object.values(problems).some((problem) => problem !== null)) return
    const isAdded = await run(() => staff.getState().add({ name: name.trim(), login: login.trim(), password, role }))
    if (!isAdded) return
    const added = name.trim()
    toasts.show({ tone: 'success', text: t`${added} can sign in now.` })
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Add a person`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
            {t`Add`}
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
        <NewPasswordField
          label={t`First password`}
          value={password}
          onChange={setPassword}
          error={isPasswordRefused ? error.sentence : wasTried ? problems.password : null}
        />
        <RadioCards
          label={t`Role`}
          value={role}
          onChange={setRole}
          options={offeredRoles
            .filter((value) => roles.includes(value))
            .map((value) => ({ value, label: i18n._(roleNames[value]), description: i18n._(roleMeanings[value]) }))}
        />
        {error !== null && !isPasswordRefused && !isLoginTaken && <ErrorNotice error={error} />}
      </Form>
    </Dialog>
  )
}
