export function WelcomeScreen(_props: object) {
  return null
}
