/** How many conversations wait for the shop, on the rail's inbox entry. */
export function InboxBadge() {
  return null
}
