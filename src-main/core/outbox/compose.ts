import type { OutgoingContent } from '#contract'
import type { Viewer } from '../inbox/reach.ts'
import { AppError } from '../lib/app-error.ts'
import type { SendTarget } from '../whatsapp/graph-client.ts'
import { checkOutgoing } from './check-outgoing.ts'
import { fileOf, type FileToSend, type OutgoingFiles } from './outgoing-files.ts'
import type { OutgoingTemplates } from './outgoing-templates.ts'
import { shownOutgoing, type Shown } from './shown-outgoing.ts'

export type Composed = Shown & { readonly files: readonly FileToSend[] }

/** Makes of what a person wants to say what goes and is shown, or says why WhatsApp would not take it. */
export type Composer = {
  /**
   * Throws what `checkOutgoing` and `OutgoingFiles.check` do, `template-not-usable`, and `template-values-wrong` with the `field`. `target`:
   * whom it goes to.
   */
  compose(content: OutgoingContent, to: { readonly by: Viewer; readonly target: SendTarget | null }): Composed
}

export function createComposer({ files, templates }: { files: OutgoingFiles; templates: OutgoingTemplates }): Composer {
  function composeTemplate(
    { templateId, values }: Extract<OutgoingContent, { kind: 'template' }>,
    { by, target }: { by: Viewer; target: SendTarget | null },
  ): Composed {
    const filled = templates.fill(templateId, values)
    if (filled === null || !filled.isUsable) throw new AppError('template-not-usable', `Template ${templateId} may not be sent`)
    if (filled.needsPhone && target !== null && !('to' in target)) {
      throw new AppError('template-not-usable', `Template ${templateId} goes to phone numbers alone`, {
        facts: { reason: 'phone-number-needed' },
      })
    }
    const [problem] = filled.problems
    if (problem !== undefined) {
      const facts = { field: problem.at, reason: problem.key, ...(problem.limit !== null && { limit: problem.limit }) }
      throw new AppError('template-values-wrong', `Template ${templateId} cannot be filled: ${problem.at} ${problem.key}`, { facts })
    }
    for (const { mediaId, as } of filled.files) files.check(mediaId, as, by)
    const { shown } = filled
    return { content: { kind: 'template', ...shown }, body: shown.text ?? shown.header, files: filled.files }
  }

  return {
    compose(content, to) {
      if (content.kind === 'template') return composeTemplate(content, to)
      checkOutgoing(content)
      const file = fileOf(content)
      const checked = file === null ? null : files.check(file.mediaId, file.as, to.by)
      return { ...shownOutgoing(content, checked), files: file === null ? [] : [file] }
    },
  }
}
