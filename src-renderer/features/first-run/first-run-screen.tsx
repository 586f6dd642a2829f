import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { loginName, type ShopKind } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { isAboutNewPassword, isLongEnough, NewPasswordField } from '#renderer/app/new-password-field.tsx'
import { paths } from '#renderer/app/routes.ts'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useSettings, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { SetUpSteps } from './set-up-steps.tsx'

/** A new shop gets its name and its first person, who owns it. There is no account before this one. */
export function FirstRunScreen({ kind }: { kind: ShopKind }) {
  const { t } = useLingui()
  const { session } = useStores()
  const language = useSettings((state) => state.settings.language)
  const [, navigate] = useLocation()
  const { run, isBusy, error } = useAction()
  const [shopName, setShopName] = useState('')
  const [name, setName] = useState('')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)

  const problems = {
    shopName: shopName.trim() === '' ? t`Enter the name of the shop.` : null,
    name: name.trim() === '' ? t`Enter your name.` : null,
    login: loginName.safeParse(login).success ? null : t`Use 2 to 40 letters, digits, dots or hyphens, with no spaces.`,
  }
  const shown = (problem: string | null) => (wasTried ? problem : null)

  async function submit() {
    setTried(true)
    if (Object.values(problems).some((problem) => problem !== null) || !isLongEnough(password)) return
    const isMade = await run(() =>
      session.getState().createOwner({ shopName: shopName.trim(), name: name.trim(), login: login.trim(), password, language }),
    )
    if (isMade) navigate(kind === 'shop' ? paths.setUpKit() : paths.inbox())
  }

  return (
    <Stage>
      <SetUpSteps current="owner" />
      <StageHeading title={<Trans>Set up your shop</Trans>}>
        <p>
          <Trans>You become the owner: you connect the number and decide who may do what.</Trans>
        </p>
      </StageHeading>
      <StageCard>
        <Form onSubmit={() => void submit()}>
          <TextField
            label={t`Name of the shop`}
            description={t`Your staff see it; quick replies can use it.`}
            value={shopName}
            onChange={setShopName}
            maxLength={80}
            autoComplete="organization"
            startsFocused
            error={shown(problems.shopName)}
          />
          <TextField
            label={t`Your name`}
            description={t`Your colleagues see it beside what you write.`}
            value={name}
            onChange={setName}
            maxLength={60}
            autoComplete="name"
            error={shown(problems.name)}
          />
          <TextField
            label={t`Login`}
            description={t`What you type to sign in, for instance your first name.`}
            value={login}
            onChange={setLogin}
            maxLength={40}
            name="username"
            autoComplete="username"
            error={shown(problems.login)}
          />
          <NewPasswordField label={t`Password`} value={password} onChange={setPassword} wasTried={wasTried} error={error} />
          {error !== null && !isAboutNewPassword(error) && <ErrorNotice error={error} />}
          <FormActions>
            <Button type="submit" variant="primary" size="large" isFullWidth isBusy={isBusy}>
              {t`Create the shop`}
            </Button>
          </FormActions>
        </Form>
      </StageCard>
    </Stage>
  )
}
