import type { RejectionReason, TemplateNews } from '#practice/delivery/template-news.ts'
import type { PracticeClock } from '#practice/time/clock.ts'
import type { Random } from '#practice/time/random.ts'
import type { Template, TemplateComponent, Templates } from '#practice/world/templates.ts'

const REVIEW_MS = [20_000, 90_000] as const
/** For trying each refusal without having to offend anybody: a name such as `teste_reject_scam`. */
const BY_NAME = /reject_(abusive_content|incorrect_category|invalid_format|promotional|scam|tag_content_mismatch)/
const BY_WORDS: readonly (readonly [RegExp, RejectionReason])[] = [
  [/\b(loteria|cassino|casino|aposta\w*|aposte|cripto\w*|crypto|lottery|loter[ií]a)\b/i, 'SCAM'],
  [/\b(idiota|imbecil|burr[oa]|est[uú]pid[oa]|stupid|idiot)\b/i, 'ABUSIVE_CONTENT'],
  [/\b(lorem ipsum|teste teste|asdf\w*|xxx+)\b/i, 'INVALID_FORMAT'],
]
const MARKETING = /\b(promo\w*|desconto|oferta|liquida\w*|cupom|imperd\w+|sale|discount|% off|descuento|rebaja\w*)\b/i

/** Decides on a new or changed template after some time, and tells by webhook. */
export function createTemplateReview({
  templates,
  clock,
  random,
  tell,
}: {
  templates: Templates
  clock: PracticeClock
  random: Random
  tell: (template: Template, news: TemplateNews) => void
}): (id: string) => void {
  return (id) => {
    clock.after(random.between(...REVIEW_MS), () => {
      const template = templates.find(id)
      if (template === null || template.status !== 'PENDING') return
      const reason = refusalOf(template)
      tell(template, reason === null ? { kind: 'approved' } : { kind: 'rejected', reason })
      if (reason === null && template.editedAt.length > 0) tell(template, { kind: 'components' })
    })
  }
}

/** Whether a text that came as UTILITY would be MARKETING to WhatsApp. */
export function soundsLikeMarketing(components: readonly TemplateComponent[]): boolean {
  return components.some(({ text }) => MARKETING.test(text ?? ''))
}

function refusalOf({ name, category, components }: Template): RejectionReason | null {
  const named = BY_NAME.exec(name)?.[1]
  // The words after `reject_` are the reasons themselves, in small letters.
  if (named !== undefined) return named.toUpperCase() as RejectionReason
  const worded = BY_WORDS.find(([pattern]) => components.some(({ text }) => pattern.test(text ?? '')))
  if (worded !== undefined) return worded[1]
  return category === 'UTILITY' && soundsLikeMarketing(components) ? 'INCORRECT_CATEGORY' : null
}
