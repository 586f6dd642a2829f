import type { ErrorCode, ErrorKey, TemplateProblem } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { GraphProblem } from '../whatsapp/graph-client.ts'

/** What each means to somebody who wants to change a template; whatever is not here is trouble at WhatsApp. */
const codes: Partial<Record<ErrorKey, ErrorCode>> = {
  offline: 'offline',
  'connection-not-secure': 'connection-not-secure',
  'certificate-date': 'certificate-date',
  'update-needed': 'update-needed',
  'token-invalid': 'token-invalid',
  'permission-missing': 'token-permission-missing',
  'template-limit': 'template-limit',
  'rate-limit': 'template-limit',
  'template-refused': 'template-refused',
  'content-refused': 'template-refused',
  'request-invalid': 'template-refused',
  'object-not-found': 'template-refused',
  'unknown-error': 'template-refused',
}

/** With Meta's reason, in English, where it is one about the template. */
export function refusalOf({ row, code, details }: GraphProblem): AppError {
  const ours = codes[row.key] ?? 'whatsapp-unavailable'
  const facts = {
    ...(ours === 'template-refused' && details !== null && { reason: details }),
    ...(ours === 'template-refused' && code !== null && { code }),
  }
  return new AppError(ours, `WhatsApp answered ${row.key} to a change of a template`, { facts })
}

/** The first of what our own rules found. */
export function wrongDraft([problem]: readonly TemplateProblem[]): AppError | null {
  if (problem === undefined) return null
  const { at, key, limit } = problem
  return new AppError('template-wrong', `A template is wrong at ${at}: ${key}`, {
    facts: { field: at, reason: key, ...(limit !== null && { limit }) },
  })
}
