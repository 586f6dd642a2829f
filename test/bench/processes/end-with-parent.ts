/** Nothing measured outlives the bench, however that ends. */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit())
  process.channel?.unref()
}
