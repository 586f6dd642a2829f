/** Says why on stderr and ends. */
export function endWith(code: number, reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.exit(code)
}

/** Closes in good order at the first Ctrl+C or termination, and at once at the second. */
export function onStopSignal(close: () => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1)
      isStopping = true
      close().then(
        () => process.exit(0),
        (cause: unknown) => endWith(1, cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)),
      )
    })
  }
}
