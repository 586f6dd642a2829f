import { valuesOfForm, type FormField } from '#contract'
import { plain, type Content } from './content-kinds.ts'
import { unwrapJsonText } from './json.ts'
import { filledOf, firstFilled, isObject, objectOf, textOf, type WireObject } from './read.ts'

/** Answers are lists of choices and groups of fields; what lies deeper is nothing that a person filled in. */
const LEVELS_MAX = 4

/** Meta's own tokens, not answers. */
const tokens = new Set(['flow_token', 'saved_address_id'])

/** The inner JSON is written by the shop's own form, so it may be anything, null and broken included. */
export function readForm(reply: WireObject): Content {
  const answers = objectOf(reply['response_json'])
  // An address stands in an object of its own.
  const said = filledOf(reply['name']) === 'address_message' && isObject(answers['values']) ? answers['values'] : answers
  const fields = fieldsOf(said, 0)
  return plain({ kind: 'form', name: filledOf(reply['name']), fields }, { body: firstFilled(valuesOfForm(fields), reply['body']) })
}

function fieldsOf(answers: WireObject, level: number): FormField[] {
  return Object.entries(answers)
    .filter(([name]) => !tokens.has(name))
    .map(([name, value]) => fieldOf(name, value, level))
}

function fieldOf(name: string, answer: unknown, level: number): FormField {
  const value = unwrapJsonText(answer)
  const text = textOf(value)
  if (text !== null || value === null) return { name, value: text ?? '' }
  if (level === LEVELS_MAX) return { name, value: JSON.stringify(value) }
  const items = Array.isArray(value) ? value.map((each: unknown) => fieldOf('', each, level + 1)) : fieldsOf(objectOf(value), level + 1)
  return { name, value: '', items }
}
