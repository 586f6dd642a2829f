import { useLingui } from '@lingui/react/macro'
import { Button } from '#renderer/ui/button.tsx'
import { FormWays } from '#renderer/ui/form.tsx'

/** The way out of every other way in. */
export function BackToSignIn({ onBack }: { onBack(): void }) {
  const { t } = useLingui()
  return (
    <FormWays>
      <Button variant="quiet" size="small" onClick={onBack}>
        {t`Back to the sign-in`}
      </Button>
    </FormWays>
  )
}
