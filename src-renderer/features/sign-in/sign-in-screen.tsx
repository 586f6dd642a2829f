export function SignInScreen(_props: { kind: 'shop' | 'practice'; shopName: string }) {
  return null
}
