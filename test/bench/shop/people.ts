import type { Person } from '#core/whatsapp/decoded.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'

const FIRST =
  'Maria José Ana João Antônio Francisca Carlos Paulo Adriana Juliana Pedro Lucas Márcia Fernanda Patrícia Luiz Marcos Aline Luís Sandra Gabriel Rafael Camila Amanda Bruna Jéssica Letícia Júlia Daniel Marcelo Bruno Eduardo Felipe Raimundo Rodrigo Vanessa Mariana Cláudia Simone Rosângela Beatriz Vitória Larissa Edson Fábio Renata Tânia Célia Rogério Sérgio Otávio Íris Conceição Aparecida Zélia Heloísa Thiago Caio Nádia Inês'.split(
    ' ',
  )
const LAST =
  'Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves Santana Teixeira Araújo Monteiro Moura Cavalcanti Brandão Queiroz Guimarães Assunção Magalhães Conceição Peixoto Leão Simões Falcão Valença'.split(
    ' ',
  )
const AREAS = [11, 21, 31, 41, 51, 61, 71, 81, 85, 91, 62, 27, 48, 19]

/** The only people of this name, however large the shop: one in two thousand. */
export const RARE_NAME = 'Quitéria'
export const COMMON_NAME = 'Maria'

export type Customer = Person & { readonly profileName: string }

/** Customers in the order in which they first write, the same for the same seed. */
export function createPeople(options: { seed: number }): { next(): Customer } {
  const random = createSeededRandom(options.seed)
  let made = 0

  return {
    next() {
      made += 1
      const first = made % 2000 === 7 ? RARE_NAME : pickSkewed(FIRST, random.next)
      const last =
        random.below(3) === 0 ? `${pickSkewed(LAST, random.next)} ${pickSkewed(LAST, random.next)}` : pickSkewed(LAST, random.next)
      const area = AREAS[random.below(AREAS.length)] ?? 11
      // Eight digits that no two have; WhatsApp writes some Brazilian mobiles without the ninth digit.
      const local = String(60_000_000 + ((made * 7_368_787) % 39_999_999)).padStart(8, '0')
      const waId = `55${area}${random.below(3) === 0 ? '' : '9'}${local}`
      return {
        userId: `BR.${String(10_000_000_000_000 + made * 104_729)}`,
        parentUserId: null,
        // People with a username need not show their phone.
        waId: made % 33 === 0 ? null : waId,
        profileName: `${first} ${last}`,
        username: made % 11 === 0 ? `cliente.${made}` : null,
      }
    },
  }
}

/** The names at the front are several times as frequent as those at the end. */
function pickSkewed(names: readonly string[], next: () => number): string {
  return names[Math.floor(next() ** 2 * names.length)] ?? 'Maria'
}
