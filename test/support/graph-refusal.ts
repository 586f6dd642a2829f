import { expect } from 'vitest'

/** An answer of the Graph API that refuses, whole. */
export function graphRefusal(code: number, message: string, details?: string, more: object = {}) {
  return {
    status: 400,
    body: {
      error: {
        message,
        type: 'OAuthException',
        code,
        ...more,
        ...(details !== undefined && { error_data: { messaging_product: 'whatsapp', details } }),
        // expect's matchers are of no type of their own.
        fbtrace_id: expect.stringMatching(/^A[\w-]+$/) as string,
      },
    },
  }
}
