export function DisconnectedScreen(_props: { why: 'refused' | 'replaced' | 'outdated' }) {
  return null
}
