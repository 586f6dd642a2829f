import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Form, FormActions } from '#renderer/ui/form.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'

type Props = { indexes: readonly [number, number]; backLabel: string; onBack(): void; onConfirmed(): void }

/** Two groups typed from paper prove that the paper is there. */
export function KitConfirm({ indexes, backLabel, onBack, onConfirmed }: Props) {
  const { t } = useLingui()
  const { desk } = useStores()
  const { run, isBusy, error } = useAction()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [isWrong, setWrong] = useState(false)
  const firstPlace = indexes[0] + 1
  const secondPlace = indexes[1] + 1

  async function submit() {
    setWrong(false)
    await run(async () => {
      const isRight = await desk.getState().confirmKit([
        { index: indexes[0], text: first.trim() },
        { index: indexes[1], text: second.trim() },
      ])
      if (isRight) onConfirmed()
      else setWrong(true)
    })
  }

  return (
    <StageCard>
      <StageHeading title={<Trans>Type two groups from the sheet</Trans>}>
        <p>
          <Trans>This shows that the sheet is readable and complete.</Trans>
        </p>
      </StageHeading>
      <Form onSubmit={() => void submit()}>
        <TextField label={t`Group ${firstPlace}`} value={first} onChange={setFirst} isMono maxLength={20} startsFocused />
        <TextField label={t`Group ${secondPlace}`} value={second} onChange={setSecond} isMono maxLength={20} />
        {isWrong && (
          <Notice tone="problem" title={<Trans>That is not what the sheet says.</Trans>} isAnnounced>
            <Trans>Look at the numbers before the groups. If the sheet cannot be read, go back and print it again.</Trans>
          </Notice>
        )}
        {error !== null && <ErrorNotice error={error} />}
        <FormActions>
          <Button type="submit" variant="primary" size="large" isBusy={isBusy}>
            {t`Confirm`}
          </Button>
          <Button variant="quiet" size="large" onClick={onBack}>
            {backLabel}
          </Button>
        </FormActions>
      </Form>
    </StageCard>
  )
}
