/**
 * V8's limit for each half of the young generation; a heap takes three times as much for it. Left alone it grows to 100 MB a heap under
 * load, and stays there. Of the core and its host little more than what they work on at the moment is young: half of this limit costs the
 * core a tenth more time, and twice as much saves none.
 *
 * A process gets it as `--max-semi-space-size` when it starts, which `package.json` says for the Node host: it cannot be set later.
 */
export const SEMI_SPACE_MAX_MB = 4
