import { emptyValues, placeholdersOf, type TemplateDefinition, type TemplateValues } from '#contract'

/** What is known of this conversation without asking anybody. */
export type Known = { customer: string | null; attendant: string | null; shop: string | null }

const names: Readonly<Record<keyof Known, RegExp>> = {
  attendant: /(attendant|agent|seller|staff|atendente|vendedor|consultor|asesor)/,
  shop: /(shop|store|company|business|loja|empresa|tienda)/,
  customer: /^(name|nome|nombre)$|(first_?name|customer|client|primeiro_nome|igama)/,
}
/** What is said before somebody's name. */
const GREETING =
  /(?:^|[^\p{L}])(?:ol[áa]|oi|bom dia|boa tarde|boa noite|prezad[oa]|car[oa]|hi|hello|hey|dear|good (?:morning|afternoon|evening)|hola|estimad[oa]|sawubona|hallo|beste)[\s,]*$/iu

/** A blank for each thing that the template takes, and in it what the program knows. */
export function prefilled(definition: TemplateDefinition, known: Known): TemplateValues {
  const values = emptyValues(definition)
  const { header, body } = definition
  return {
    ...values,
    body: filledIn(body, values.body, known),
    header:
      values.header?.kind === 'text' && header?.kind === 'text'
        ? { kind: 'text', values: filledIn(header.text, values.header.values, known) }
        : values.header,
  }
}

export function filledIn(text: string, blanks: Readonly<Record<string, string>>, known: Known): Record<string, string> {
  return Object.fromEntries(placeholdersOf(text).map((key) => [key, knownOf(key, text, known) ?? blanks[key] ?? '']))
}

function knownOf(key: string, text: string, known: Known): string | null {
  if (/^\d+$/.test(key)) {
    const before = text.split(new RegExp(`\\{\\{\\s*${key}\\s*\\}\\}`))[0] ?? ''
    return GREETING.test(before) ? known.customer : null
  }
  // In this order: `shop_name` is no name of a customer.
  for (const what of ['attendant', 'shop', 'customer'] as const) if (names[what].test(key)) return known[what]
  return null
}
