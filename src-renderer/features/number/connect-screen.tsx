export function ConnectScreen(_props: object) {
  return null
}
