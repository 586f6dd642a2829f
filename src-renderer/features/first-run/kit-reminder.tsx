export function KitReminder(_props: object) {
  return null
}
