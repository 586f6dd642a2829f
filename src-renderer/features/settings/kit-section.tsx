import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useLocation } from 'wouter'
import { paths } from '#renderer/app/routes.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useDesk } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { Pill } from '#renderer/ui/pill.tsx'

/** Not there when this window may not ask for it, as from another computer. */
export function KitSection() {
  const { t } = useLingui()
  const fmt = useFmt()
  const [, navigate] = useLocation()
  const kitStatus = useDesk((state) => state.kitStatus)
  if (kitStatus === null) return null
  const { issuedAt, confirmedAt, unconfirmedAt } = kitStatus
  const isUnconfirmed = issuedAt !== null && (confirmedAt === null || unconfirmedAt !== null)
  const words = () =>
    issuedAt === null ? t`Make the recovery kit` : isUnconfirmed ? t`Confirm the kit, or make a new one` : t`Make a new kit`
  const confirmedOn = confirmedAt === null ? null : fmt.date(confirmedAt)
  return (
    <Section
      title={t`Recovery kit`}
      description={
        <Trans>The printed sheet that opens the shop’s data when the key on this computer is gone, or on another computer.</Trans>
      }
    >
      <div>
        {confirmedOn !== null ? (
          <Pill tone="success" icon={<CircleCheck />}>
            <Trans>Confirmed on {confirmedOn}</Trans>
          </Pill>
        ) : (
          <Pill tone="waiting" icon={<TriangleAlert />}>
            {issuedAt === null ? t`Not made yet` : t`Not confirmed yet`}
          </Pill>
        )}
      </div>
      {confirmedAt !== null && unconfirmedAt !== null && (
        <p>
          <Trans>A newer kit was made and is not confirmed yet. Until it is, both sheets open the shop.</Trans>
        </p>
      )}
      <div>
        <Button onClick={() => navigate(paths.setUpKit())}>{words()}</Button>
      </div>
    </Section>
  )
}
