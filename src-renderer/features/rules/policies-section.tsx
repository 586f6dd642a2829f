import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { FilePlus2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Policy, StaffMember } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useMay, usePolicies, useStaff, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import { Section } from '#renderer/ui/page.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { PolicyDialog } from './policy-dialog.tsx'
import styles from './rules.module.css'

type Open = { what: 'edit'; policy: Policy | null } | { what: 'retire'; policy: Policy } | null

/** The shop's own rules: everybody reads them; whoever publishes them sees who has not. */
export function PoliciesSection() {
  const { t, i18n } = useLingui()
  const { policies: store } = useStores()
  const policies = usePolicies((state) => state.policies)
  const mayManage = useMay('policy.manage')
  const { run, isBusy, error } = useAction()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const retired = open?.what === 'retire' ? open.policy : null
  const retiredTitle = retired?.title ?? ''

  useEffect(() => {
    void store.getState().load()
    if (mayManage) void store.getState().loadAcknowledgements()
  }, [store, mayManage])

  return (
    <Section
      title={t`Rules of the shop`}
      description={t`For instance how to greet, what may be promised, and how customers’ data is treated. Everybody acknowledges each version before working on.`}
    >
      {policies.phase === 'failed' && (
        <ErrorNotice
          error={wordsForError(policies.error, i18n)}
          action={<Button onClick={() => void store.getState().load()}>{t`Try again`}</Button>}
        />
      )}
      {policies.phase === 'ready' && policies.value.length === 0 && (
        <p className={styles.none}>
          <Trans>Nothing is published yet.</Trans>
        </p>
      )}
      {policies.phase === 'ready' &&
        policies.value.map((policy) => (
          <PolicyCard
            key={policy.policyId}
            policy={policy}
            mayManage={mayManage}
            onEdit={() => setOpen({ what: 'edit', policy })}
            onRetire={() => setOpen({ what: 'retire', policy })}
          />
        ))}
      {mayManage && (
        <FormActions>
          <Button icon={<FilePlus2 />} onClick={() => setOpen({ what: 'edit', policy: null })}>
            {t`Write a rule`}
          </Button>
        </FormActions>
      )}
      {open?.what === 'edit' && <PolicyDialog policy={open.policy} onClose={close} />}
      <ConfirmDialog
        isOpen={retired !== null}
        onClose={close}
        title={t`Take the rule back?`}
        cancelLabel={t`Cancel`}
        confirmLabel={t({ message: 'Take back', context: 'rule' })}
        isBusy={isBusy}
        onConfirm={() => {
          if (retired !== null) void run(() => store.getState().retire(retired.policyId)).then((isDone) => isDone && close())
        }}
      >
        <p>
          <Trans>
            <strong>{retiredTitle}</strong> no longer has to be read. Who acknowledged it stays in the journal.
          </Trans>
        </p>
        {error !== null && <ErrorNotice error={error} />}
      </ConfirmDialog>
    </Section>
  )
}

type CardProps = { policy: Policy; mayManage: boolean; onEdit(): void; onRetire(): void }

function PolicyCard({ policy: { policyId, title, text, version, publishedAt }, mayManage, onEdit, onRetire }: CardProps) {
  const { t } = useLingui()
  const fmt = useFmt()
  const publishedOn = fmt.date(publishedAt)
  return (
    <article className={styles.policy}>
      <header className={styles.policyHeader}>
        <h3>{title}</h3>
        <span className={styles.facts}>
          <Trans>
            Version {version}, {publishedOn}
          </Trans>
        </span>
      </header>
      <div
        className={styles.text}
        tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also by keyboard
      >
        {text}
      </div>
      {mayManage && <WhoHasNot policyId={policyId} />}
      {mayManage && (
        <FormActions>
          <Button size="small" onClick={onEdit}>
            {t`New version`}
          </Button>
          <Button size="small" variant="quiet" onClick={onRetire}>
            {t({ message: 'Take back', context: 'rule' })}
          </Button>
        </FormActions>
      )}
    </article>
  )
}

function WhoHasNot({ policyId }: { policyId: Policy['policyId'] }) {
  const membersById = useStaff((state) => state.membersById)
  const all = usePolicies((state) => state.acknowledgements)
  if (all.phase !== 'ready') return null
  const acknowledged = new Set(all.value.find((each) => each.policyId === policyId)?.acknowledged.map(({ staffId }) => staffId))
  const missing = [...membersById.values()].filter((member: StaffMember) => member.isActive && !acknowledged.has(member.staffId))
  const missingCount = missing.length
  return missingCount === 0 ? (
    <Pill tone="success">
      <Trans>Everybody has read it</Trans>
    </Pill>
  ) : (
    <p className={styles.missing}>
      <Plural value={missingCount} one="# person has not read it yet:" other="# people have not read it yet:" />{' '}
      {missing.map(({ name }) => name).join(', ')}
    </p>
  )
}
