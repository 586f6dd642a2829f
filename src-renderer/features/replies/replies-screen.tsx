export function RepliesScreen(_props: object) {
  return null
}
