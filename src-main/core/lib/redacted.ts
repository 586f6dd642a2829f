import { inspect } from 'node:util'

/** A secret that does not show when it is logged, inspected or serialised. */
export class Redacted<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  /** Each caller is a place where the secret leaves its wrapping: keep them few. */
  reveal(): T {
    return this.#value
  }

  toString(): string {
    return '<redacted>'
  }

  toJSON(): string {
    return '<redacted>'
  }

  [inspect.custom](): string {
    return '<redacted>'
  }
}
