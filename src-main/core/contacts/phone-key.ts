import { matchKey } from '../whatsapp/phone.ts'

/** By what two writings of one phone meet. What has no digit in it is still somebody's id: it only meets itself. */
export function phoneKey(waId: string): string {
  return matchKey(waId) ?? waId
}
