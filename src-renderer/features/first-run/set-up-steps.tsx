import { useLingui } from '@lingui/react/macro'
import { StageSteps } from '#renderer/app/stage.tsx'

/** Where the owner of a new shop stands. */
export function SetUpSteps({ current }: { current: 'owner' | 'kit' | 'number' }) {
  const { t } = useLingui()
  const order = ['owner', 'kit', 'number'] as const
  return <StageSteps steps={[t`You`, t`Recovery kit`, t`Number`]} current={order.indexOf(current)} />
}
