/** Fingerprint by file of each migration that a released version carried. A line is only ever added. */
export const released: Record<string, string> = {}
