export function NumberScreen(_props: object) {
  return null
}
