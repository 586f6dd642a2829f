import type { OutgoingContent } from '#contract'
import type { Actor } from '../dispatch/actor.ts'
import type { Viewer } from '../inbox/reach.ts'
import { AppError } from '../lib/app-error.ts'
import type { SendTarget } from '../whatsapp/graph-client.ts'
import { checkOutgoing } from './check-outgoing.ts'
import { fileOf, type FileToSend, type OutgoingFiles } from './outgoing-files.ts'
import type { FilledTemplate, OutgoingTemplates } from './outgoing-templates.ts'
import { shownOutgoing, type Shown } from './shown-outgoing.ts'

/** Whoever writes: what they see, and what they may send. */
export type Writer = Viewer & Pick<Actor, 'permissions'>

export type Composed = Shown & { readonly files: readonly FileToSend[] }

/** Makes of what a person wants to say what goes and is shown, or says why WhatsApp would not take it. */
export type Composer = {
  /**
   * Throws what `checkOutgoing` and `OutgoingFiles.check` do, `template-not-usable`, `marketing-stopped`, and `template-values-wrong` with the `field`; for a
   * template, `not-allowed` for whom may not send any. `target`: whom it goes to.
   */
  compose(content: OutgoingContent, to: Sending): Composed
  /** What was composed once may go again: its template may have been paused, or changed, since. Throws what `compose` does. */
  assertUsable(template: TemplateContent, to: Sending): void
}

type Sending = {
  readonly by: Writer
  readonly target: SendTarget | null
  /** The customer wants none. Asked for marketing only. */
  hasStoppedMarketing(): boolean
}

type TemplateContent = Extract<OutgoingContent, { kind: 'template' }>

export function createComposer({ files, templates }: { files: OutgoingFiles; templates: OutgoingTemplates }): Composer {
  function fill({ templateId, values }: TemplateContent, { by, target, hasStoppedMarketing }: Sending): FilledTemplate {
    if (!by.permissions.has('template.use')) throw new AppError('not-allowed', 'Templates are sent by whoever may')
    const filled = templates.fill(templateId, values)
    if (filled === null || !filled.isUsable) throw new AppError('template-not-usable', `Template ${templateId} may not be sent`)
    if (filled.shown.category === 'marketing' && hasStoppedMarketing())
      throw new AppError('marketing-stopped', 'The customer wants no marketing')
    if (filled.needsPhone && target !== null && !('to' in target)) {
      throw new AppError('template-not-usable', `Template ${templateId} goes to phone numbers alone`, {
        facts: { reason: 'phone-number-needed' },
      })
    }
    const [problem] = filled.problems
    if (problem === undefined) return filled
    const facts = { field: problem.at, reason: problem.key, ...(problem.limit !== null && { limit: problem.limit }) }
    throw new AppError('template-values-wrong', `Template ${templateId} cannot be filled: ${problem.at} ${problem.key}`, { facts })
  }

  return {
    compose(content, to) {
      const { by } = to
      if (content.kind === 'template') {
        const { shown, files: ofTemplate } = fill(content, to)
        for (const { mediaId, as } of ofTemplate) files.check(mediaId, as, by)
        return { content: { kind: 'template', ...shown }, body: shown.text ?? shown.header, files: ofTemplate }
      }
      checkOutgoing(content)
      const file = fileOf(content)
      const checked = file === null ? null : files.check(file.mediaId, file.as, by)
      return { ...shownOutgoing(content, checked), files: file === null ? [] : [file] }
    },
    assertUsable: (template, to) => void fill(template, to),
  }
}
