import { config } from 'zod'

/**
 * Imported before anything that makes a schema: zod looks once, while the first one is made, whether it may use `new Function`, and
 * the content security policy reports the attempt.
 */
config({ jitless: true })
