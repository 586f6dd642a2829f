export function FirstRunScreen(_props: { kind: 'shop' | 'practice' }) {
  return null
}
