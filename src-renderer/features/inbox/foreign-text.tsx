/** Text that somebody outside wrote: its direction stays its own and does not turn the words around it. */
export function ForeignText({ children }: { children: string }) {
  return <bdi>{children}</bdi>
}
