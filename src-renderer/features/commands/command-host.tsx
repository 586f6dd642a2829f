/** The command menu, the shortcut sheet and the keys; mounted once while somebody is signed in. */
export function CommandHost() {
  return null
}
