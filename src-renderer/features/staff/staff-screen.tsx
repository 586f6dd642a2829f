export function StaffScreen(_props: object) {
  return null
}
