import type { Random } from '../time/random.ts'
import type { World } from '../world/world.ts'
import { templateStatusUpdate } from '../webhooks/payloads.ts'

const REVIEW_MS = [20_000, 90_000] as const
const FORBIDDEN = /\b(loteria|cassino|casino|aposta\w*|cripto\w*|crypto)\b/i

/** Decides on a new template after some time, and tells by webhook. What smells of gambling is refused. */
export function createTemplateReview({ world, random }: { world: World; random: Random }): (id: string) => void {
  return (id) => {
    world.clock.after(random.between(...REVIEW_MS), () => {
      const template = world.templates.find(id)
      if (template === null || template.status !== 'PENDING') return
      const isRefused = template.components.some((component) => FORBIDDEN.test(component.text ?? ''))
      template.status = isRefused ? 'REJECTED' : 'APPROVED'
      template.rejectedReason = isRefused ? 'SCAM' : null
      world.sender.publish(templateStatusUpdate(template))
    })
  }
}
