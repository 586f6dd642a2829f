import type { Character } from '../character.ts'

/** Makes any trouble she is asked for, so that people can see what their screen says when things go wrong. */
export const ENCRENCA: Character = {
  key: 'encrenca',
  profileName: 'Dona Encrenca',
  waId: '5511900000101',
  userId: 'BR.90000000000000000101',
  language: 'pt',
  waitingForMs: 4 * 60_000,
  isTroublemaker: true,
  opening: [
    'Boa tarde! Aqui é a Dona Encrenca 😈 Comigo tudo dá errado, de propósito: é só pedir.',
    'Me mande uma mensagem com o número de um erro do WhatsApp, por exemplo 131026 (não entregue), 131047 (janela fechada), 131056 (rápido demais) ou 130429 (limite), que eu faço acontecer. Número curto, escreva assim: erro 190. Cuidado: 190, 368 e 131031 param a fila inteira, como na vida real.',
    'Também funciona escrever: "sem resposta", "caiu", "caiu depois", "página de erro", "sem id" ou "pela metade". Mensagem comum eu recebo normalmente.',
    'E mando arquivo estragado se você pedir: "hash errado", "tamanho errado", "outro endereço", "tipo falso", "imagem gigante", "arquivo enorme", "sem fim", "devagar", "cortado" ou "sumiu". Com "um de cada" eu mando tudo o que um cliente pode mandar.',
  ],
  wants: [],
  nudges: [],
  closing: ['Essa chegou direitinho! Quer ver dar errado? Mande um número, como 131026.'],
  pace: { looksAfterMs: [1_000, 3_000], typingMsPerCharacter: 30, patienceMs: 600_000 },
}
