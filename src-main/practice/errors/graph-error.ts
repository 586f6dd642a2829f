import { findErrorCode } from './codes.ts'

/** A refusal on its way to the caller; `fbtrace_id` is added where it is written. */
export class GraphError extends Error {
  readonly http: number
  readonly body: Readonly<Record<string, unknown>>

  constructor(http: number, body: Readonly<Record<string, unknown>>) {
    super(typeof body['message'] === 'string' ? body['message'] : 'refused')
    this.name = 'GraphError'
    this.http = http
    this.body = body
  }
}

const PLATFORM_MESSAGES: Readonly<Record<number, string>> = {
  0: 'AuthException',
  1: 'An unknown error occurred',
  2: 'Service temporarily unavailable',
  4: '(#4) Application request limit reached',
  190: 'Error validating access token: Session has expired on Sunday, 01-Nov-26 03:00:00 PST. The current time is later.',
}

/** The error of a known code, worded as Meta words it. Throws for a number that is no code of Meta's. */
export function codeError(code: number, details?: string): GraphError {
  const entry = findErrorCode(code)
  if (entry === null) throw new Error('No such error code at Meta: ' + code)
  return new GraphError(entry.http, {
    message: PLATFORM_MESSAGES[code] ?? '(#' + code + ') ' + entry.title,
    type: 'OAuthException',
    code,
    ...(code === 190 && { error_subcode: 463 }),
    ...(entry.isTransient === true && { is_transient: true }),
    ...(code > 999 && { error_data: { messaging_product: 'whatsapp', details: details ?? entry.details } }),
  })
}

/** The same error as it stands in a `failed` status, in a message or in `value.errors`. */
export function webhookError(code: number, details?: string) {
  const entry = findErrorCode(code)
  if (entry === null) throw new Error('No such error code at Meta: ' + code)
  return {
    code,
    title: entry.title,
    message: entry.title,
    error_data: { details: details ?? entry.details },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  }
}

/** Code 100 in the words of one check, such as `The parameter to is required.` */
export function invalidParameter(message: string, details?: string): GraphError {
  return new GraphError(400, {
    message: '(#100) ' + message,
    type: 'OAuthException',
    code: 100,
    ...(details !== undefined && { error_data: { messaging_product: 'whatsapp', details } }),
  })
}

export const missingParameter = (details: string): GraphError => codeError(131008, details)

export const invalidValue = (details: string): GraphError => codeError(131009, details)

export function noSuchObject(method: string, id: string): GraphError {
  return new GraphError(400, {
    message:
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, ` +
      'or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api',
    type: 'GraphMethodException',
    code: 100,
    error_subcode: 33,
  })
}

export function unknownPath(path: string): GraphError {
  return new GraphError(400, { message: 'Unknown path components: ' + path, type: 'OAuthException', code: 2500 })
}

export function invalidToken(): GraphError {
  return new GraphError(401, { message: 'Invalid OAuth access token - Cannot parse access token', type: 'OAuthException', code: 190 })
}

/** What a probe without a token gets when the version exists. */
export function missingToken(): GraphError {
  return new GraphError(400, {
    message: 'An active access token must be used to query information about the current user.',
    type: 'OAuthException',
    code: 2500,
  })
}
