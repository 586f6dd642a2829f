import type { MessageDescriptor } from '@lingui/core'

/** What happened, and what to do about it. */
export type Words = { readonly happened: MessageDescriptor; readonly todo: MessageDescriptor }
