import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, Search, Zap } from 'lucide-react'
import { useState } from 'react'
import type { QuickReply } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useMay, useReplies, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Page, Section } from '#renderer/ui/page.tsx'
import { Skeleton, SkeletonGroup } from '#renderer/ui/skeleton.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { RemoveReplyDialog } from './remove-reply-dialog.tsx'
import { ReplyDialog } from './reply-dialog.tsx'
import { ReplyList } from './reply-list.tsx'
import styles from './replies.module.css'

type Open = { kind: 'none' } | { kind: 'add' } | { kind: 'edit'; reply: QuickReply } | { kind: 'remove'; reply: QuickReply }

/** The shop's own ready texts. Everybody who writes can read them here; who manages them can change them. */
export function RepliesScreen() {
  const { t, i18n } = useLingui()
  const { replies: store } = useStores()
  const replies = useReplies((state) => state.replies)
  const mayManage = useMay('reply.manage_shared')
  const [filter, setFilter] = useState('')
  const [open, setOpen] = useState<Open>({ kind: 'none' })
  const close = () => setOpen({ kind: 'none' })

  const addButton = mayManage && (
    <Button variant="primary" icon={<Plus />} onClick={() => setOpen({ kind: 'add' })}>
      {t`Add a quick reply`}
    </Button>
  )
  const isEmpty = replies.phase === 'ready' && replies.value.length === 0
  return (
    <Page
      width="wide"
      title={t`Quick replies`}
      description={
        <Trans>
          Texts the shop uses often. Type <code>/</code> in a conversation to put one in.
        </Trans>
      }
      actions={!isEmpty && addButton}
    >
      {replies.phase === 'loading' && (
        <SkeletonGroup label={t`Loading the quick replies…`} className={styles.loading}>
          <Skeleton shape="block" />
          <Skeleton shape="block" />
          <Skeleton shape="block" />
        </SkeletonGroup>
      )}
      {replies.phase === 'failed' && (
        <ErrorNotice
          error={wordsForError(replies.error, i18n)}
          action={<Button onClick={() => void store.getState().load()}>{t`Try again`}</Button>}
        />
      )}
      {isEmpty && (
        <Section>
          <EmptyState icon={<Zap />} title={t`No quick replies yet`} action={addButton}>
            {mayManage ? (
              <Trans>Start with what you write every day: a greeting, the opening hours, how to pay.</Trans>
            ) : (
              <Trans>The owner or a manager can add the texts the shop uses often.</Trans>
            )}
          </EmptyState>
        </Section>
      )}
      {replies.phase === 'ready' && replies.value.length > 0 && (
        <>
          <TextField
            label={t`Filter the quick replies`}
            isLabelHidden
            type="search"
            placeholder={t`Filter by shortcut, title or text`}
            leading={<Search aria-hidden="true" />}
            value={filter}
            onChange={setFilter}
            maxLength={80}
          />
          <ReplyList
            replies={replies.value}
            filter={filter}
            {...(mayManage
              ? {
                  onEdit: (reply: QuickReply) => setOpen({ kind: 'edit', reply }),
                  onRemove: (reply: QuickReply) => setOpen({ kind: 'remove', reply }),
                }
              : {})}
          />
        </>
      )}
      {open.kind === 'add' && <ReplyDialog reply={null} onClose={close} />}
      {open.kind === 'edit' && <ReplyDialog reply={open.reply} onClose={close} />}
      <RemoveReplyDialog reply={open.kind === 'remove' ? open.reply : null} onClose={close} />
    </Page>
  )
}
