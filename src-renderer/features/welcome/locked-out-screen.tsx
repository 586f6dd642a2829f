export function LockedOutScreen(_props: { problem: string; kind: 'shop' | 'practice'; canUseKit: boolean }) {
  return null
}
