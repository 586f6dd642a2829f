export function KitScreen(_props: object) {
  return null
}
