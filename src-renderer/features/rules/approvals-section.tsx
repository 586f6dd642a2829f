import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Approval, Invitation } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { nameOfRole } from '#renderer/i18n/role-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useRules, useStaff, useStores, useTeams } from '#renderer/stores/stores-context.tsx'
import { InvitationDialog } from '#renderer/features/staff/invitation-dialog.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { CarryOutDialog } from './carry-out-dialog.tsx'

/** Dangerous things that one person asked for: another agrees, or time passes in which it can be stopped. */
export function ApprovalsSection() {
  const { t } = useLingui()
  const approvals = useRules((state) => state.approvals)
  const [carrying, setCarrying] = useState<Approval | null>(null)
  const [code, setCode] = useState<{ name: string; invitation: Invitation } | null>(null)
  if (approvals.length === 0 && carrying === null && code === null) return null
  return (
    <Section title={t`Waiting for agreement`}>
      {approvals.map((approval) => (
        <ApprovalCard
          key={approval.approvalId}
          approval={approval}
          onCarryOut={() => setCarrying(approval)}
          onCode={(name, invitation) => setCode(invitation === null ? null : { name, invitation })}
        />
      ))}
      {code !== null && <InvitationDialog {...code} kind="app" onClose={() => setCode(null)} />}
      {carrying !== null && <CarryOutDialog approval={carrying} onClose={() => setCarrying(null)} />}
    </Section>
  )
}

type CardProps = { approval: Approval; onCarryOut(): void; onCode(name: string, invitation: Invitation | null): void }

function ApprovalCard({ approval, onCarryOut, onCode }: CardProps) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { rules } = useStores()
  const membersById = useStaff((state) => state.membersById)
  const { run, isBusy, error } = useAction()
  const { approvalId, askedBy, target, expiresAt, coolsUntil, canApprove, canCarryOut, canCancel } = approval
  const asker = membersById.get(askedBy)?.name ?? t`Somebody`
  const owner = membersById.get(target)?.name ?? t`an owner`
  const coolsOn = coolsUntil === null ? null : fmt.full(coolsUntil)
  const expiresOn = fmt.full(expiresAt)

  return (
    <Notice tone="waiting" title={<WhatIsAsked approval={approval} asker={asker} owner={owner} />}>
      <p>
        {canCarryOut ? (
          <Trans>Its time has passed: it can be carried out with the recovery kit, or still be stopped.</Trans>
        ) : coolsOn === null ? (
          <Trans>Another owner has to agree before {expiresOn}.</Trans>
        ) : (
          <Trans>It can be carried out from {coolsOn}, with the recovery kit. Until then it can be stopped.</Trans>
        )}
      </p>
      {error !== null && <ErrorNotice error={error} />}
      <FormActions>
        {canApprove && (
          <Button
            variant="primary"
            size="small"
            isBusy={isBusy}
            onClick={() => void run(async () => onCode(owner, await rules.getState().approve(approvalId)))}
          >
            {t`Agree`}
          </Button>
        )}
        {canCarryOut && (
          <Button size="small" onClick={onCarryOut}>
            {t`Carry out`}
          </Button>
        )}
        {canCancel && (
          <Button size="small" isBusy={isBusy} onClick={() => void run(() => rules.getState().cancelApproval(approvalId))}>
            {t`Stop it`}
          </Button>
        )}
      </FormActions>
    </Notice>
  )
}

type AskedProps = { approval: Approval; asker: string; owner: string }

function WhatIsAsked({ approval: { request }, asker, owner }: AskedProps) {
  const { i18n } = useLingui()
  const roles = useTeams((state) => state.roles)
  switch (request.kind) {
    case 'reset-mfa':
      return (
        <Trans>
          {asker} wants to reset the authenticator app of {owner}
        </Trans>
      )
    case 'set-role': {
      const role = nameOfRole(request.roleId, { i18n, roles })
      return (
        <Trans>
          {asker} wants {owner} to be no owner any more, but: {role}
        </Trans>
      )
    }
    case 'leave':
      return (
        <Trans>
          {asker} wants to end the access of {owner}
        </Trans>
      )
  }
}
