/** What WhatsApp itself offers. */
const usual = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** Six to choose from, those that the shop used last first. */
export function quickReactions(used: readonly string[]): string[] {
  return [...new Set([...used, ...usual])].slice(0, usual.length)
}
