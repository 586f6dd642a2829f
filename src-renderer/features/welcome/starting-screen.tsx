export function StartingScreen(_props: object) {
  return null
}
