import { describe, expect, test } from 'vitest'
import { talkWith } from '#test/support/practice-customer.ts'
import { CAST } from '#practice/customers/cast/cast.ts'
import { understand } from '#practice/customers/understand.ts'

/** What each customer does in a scripted conversation: the shop's line, and the answer in full. */
async function play(key: string, lines: readonly string[]) {
  const talk = await talkWith(key)
  const played: (readonly [string, string[]])[] = []
  for (const line of lines) played.push([line, await talk.shop(line)])
  return played
}

describe('a customer answers to the point', () => {
  test('Marina writes five short messages, then answers what is asked, line by line', async () => {
    const talk = await talkWith('marina')
    expect([talk.opening, await talk.shop('Bom dia! Fazemos sim. Qual o recheio?'), await talk.shop('Fica R$ 180,00')]).toEqual([
      ['oi', 'tudo bem?', 'queria um bolo', 'pra sábado', 'vcs ainda pegam encomenda?? é pra 20 pessoas'],
      ['recheio de jabuticaba!', 'ela ama', 'aaa que bom', 'obrigada!!', 'e quanto fica', 'mais ou menos?'],
      ['hmm', 'tá dentro do que pensei', '[picture of cake]', 'vcs fazem parecido?'],
    ])
  })

  test('Rogério is angry at a greeting and softens when he is apologised to and helped', async () => {
    expect(
      await play('rogerio', [
        'Boa tarde',
        'Peço desculpas, Rogério. Qual o número do pedido?',
        'Vamos enviar uma caneca nova sem custo',
        'O motoboy leva hoje até as 18h',
      ]),
    ).toEqual([
      ['Boa tarde', ['Boa tarde só se for pra vocês.']],
      [
        'Peço desculpas, Rogério. Qual o número do pedido?',
        [
          'Pedido 4417. Tá no adesivo da caixa.',
          'Desculpa é fácil. Minha mãe passou o aniversário sem presente.',
          'Vão trocar a caneca ou devolver o dinheiro?',
        ],
      ],
      [
        'Vamos enviar uma caneca nova sem custo',
        ['Certo. Agora sim alguém resolvendo.', 'E quando isso chega? Ela mora na mesma rua da loja praticamente.'],
      ],
      [
        'O motoboy leva hoje até as 18h',
        ['Combinado então. Vou cobrar.', 'Tá bom. Obrigado por resolver.', 'Fiquei nervoso, era o aniversário dela, você entende.'],
      ],
    ])
  })

  test('Cida bargains three times before she buys', async () => {
    expect(await play('cida', ['Cada uma sai por R$ 39,90', 'Consigo fazer por R$ 36 à vista', 'Com 25 a entrega é grátis'])).toEqual([
      ['Cada uma sai por R$ 39,90', ['Ai, tá salgado, hein 😅', 'Pra 20 peças não faz um precinho melhor? À vista no Pix!']],
      [
        'Consigo fazer por R$ 36 à vista',
        ['Você é duro na queda, viu!', 'E se eu levar 25, entrega de graça aqui no Paraíso? São dez minutinhos de vocês'],
      ],
      ['Com 25 a entrega é grátis', ['Tá bom, tá bom, negócio fechado.', 'Então pode separar. Adorei negociar com você! 💛']],
    ])
  })

  test('Emily asks in English, sends where she is, and says so when she is written to in Portuguese', async () => {
    expect(
      await play('emily', [
        'Yes, we have gluten free bread',
        'We open at 8am',
        'Bom dia! Qual é o seu nome, por favor? Você quer para hoje?',
      ]),
    ).toEqual([
      [
        'Yes, we have gluten free bread',
        ['Oh amazing, thank you for telling me', 'What time do you open tomorrow?', '[place Hotel Ipê]', 'We are here, is it walkable?'],
      ],
      ['We open at 8am', ['Perfect, we will come for breakfast!', 'Do you take foreign cards, or only cash?']],
      [
        'Bom dia! Qual é o seu nome, por favor? Você quer para hoje?',
        ["Sorry, my Portuguese is terrible 🙈 I'm using a translator", 'Same name as you see here'],
      ],
    ])
  })

  test('Lucía writes Spanish and shares the contact of who will come', async () => {
    expect(await play('lucia', ['Hola! Sí, hacemos alfajores de maicena', 'La docena sale R$ 60'])).toEqual([
      ['Hola! Sí, hacemos alfajores de maicena', ['¡Ay, qué emoción!', '¿Cuánto sale la docena?']],
      ['La docena sale R$ 60', ['Bien, me parece justo', '¿Se los puede retirar mi novio? Te paso el contacto', '[card of Matías Rey]']],
    ])
  })

  test('Nomvula writes isiZulu and sends a voice note', async () => {
    expect(await play('nomvula', ['Sawubona! Yebo, sinawo amakhekhe', 'Libiza R$ 90'])).toEqual([
      ['Sawubona! Yebo, sinawo amakhekhe', ['Hawu, kuhle kakhulu! Ngiyabonga', 'Libiza malini elincane?']],
      ['Libiza R$ 90', ['Kulungile, ngiyalithatha', 'Ngingalilanda nini?', '[voice 7 s]']],
    ])
  })

  test('Tiago changes his number in the middle', async () => {
    expect(await play('tiago', ['Tudo certo com a sua cesta!'])).toEqual([
      [
        'Tudo certo com a sua cesta!',
        [
          'Show, valeu',
          'Só um aviso: tô trocando de chip agora, se eu sumir é isso',
          '[new number 5521900000207]',
          'Pronto, número novo! Sou eu, o Tiago da cesta',
          'Dá pra mudar o endereço da entrega? Mudei pro Rio kkk brincadeira, é só o prédio ao lado',
        ],
      ],
    ])
  })

  test('Kaique opens with a sticker and a ghost, and sends a poll', async () => {
    const talk = await talkWith('kaique')
    expect([talk.opening, await talk.shop('tem sim!')]).toEqual([
      ['[sticker smile]', 'salve', '[ghost] cês tem aquele pão de queijo recheado?'],
      ['[reaction 🔥]', '[poll]', 'mandei uma enquete aí, vota: doce ou salgado?'],
    ])
  })

  test.each([
    ['osvaldo', 'Enviamos sim, Seu Osvaldo', '[voice 19 s]'],
    ['lina', 'Olá! Entregamos sim', 'O que vocês sugerem? Ela ama coisas de cozinha ☕🫖'],
    ['bia', 'hoje até as 19h', 'e tem opção sem lactose? 🥺'],
    ['fernanda', 'Conseguimos entregar quinta às 8h30', 'Pode me passar o total com a entrega e a chave Pix?'],
    ['paulo', 'Boa tarde, fazemos sim', 'Qual o valor total e o prazo?'],
    ['leticia', 'Oi Letícia! Fazemos sim', 'Cada potinho sai por quanto?'],
    ['encrenca', 'oi', 'Essa chegou direitinho! Quer ver dar errado? Mande um número, como 131026.'],
  ])('%s goes on after a good answer', async (key, line, expected) => {
    const talk = await talkWith(key)
    expect(await talk.shop(line)).toContain(expected)
  })
})

describe('manners', () => {
  test('several messages of the shop in a row are answered once', async () => {
    const talk = await talkWith('bia')
    expect(await talk.shop('oi Bia!', 'hoje até as 19h')).toEqual(['eba, dá tempo', 'e tem opção sem lactose? 🥺'])
  })

  test('an unanswered customer loses patience a few times and then is quiet', async () => {
    const talk = await talkWith('rogerio')
    expect([await talk.silence(20 * 60_000), await talk.silence(24 * 60 * 60_000)]).toEqual([
      ['Vão me deixar falando sozinho??', 'Estou vendo que leram.', 'Vou no Procon.', '👎'],
      [],
    ])
  })

  test('an answer to a price that settles two wants at once skips the question that is no longer needed', async () => {
    const talk = await talkWith('paulo')
    expect(await talk.shop('Fazemos sim, o total fica R$ 1.440 com entrega dia 4')).toEqual([
      'De acordo.',
      'Perfeito. Aguardo a confirmação por escrito. Obrigado.',
    ])
  })

  test('after the goodbye there are two courtesies at most', async () => {
    const talk = await talkWith('leticia')
    await talk.shop('Fazemos sim')
    await talk.shop('R$ 9,50 cada')
    const after = [await talk.shop('obrigada!'), await talk.shop('até logo!'), await talk.shop('tchau tchau!')]
    expect(after.map((lines) => lines.length)).toEqual([1, 1, 0])
  })

  test('a second visit comes some minutes after the first is closed, not before', async () => {
    const talk = await talkWith('marina')
    const before = talk.canComeBack()
    await talk.shop('Fazemos sim')
    await talk.shop('Fica R$ 180,00')
    await talk.shop('Fazemos parecido sim')
    const atOnce = talk.canComeBack()
    await talk.silence(6 * 60_000)
    const later = talk.canComeBack()
    expect({ before, atOnce, later, said: await talk.comeBack(), again: talk.canComeBack() }).toEqual({
      before: false,
      atOnce: false,
      later: true,
      said: ['oi de novo', 'esqueci de pedir', 'dá pra escrever o nome no bolo?'],
      again: false,
    })
  })

  test('a tap is made on buttons, on a list and on a request for the place', async () => {
    const talk = await talkWith('fernanda')
    const buttons = {
      type: 'button',
      body: { text: 'Confirma?' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'n', title: 'Não' } },
          { type: 'reply', reply: { id: 's', title: 'Sim, confirmo' } },
        ],
      },
    }
    const list = {
      type: 'list',
      body: { text: 'Qual?' },
      action: { button: 'Ver', sections: [{ rows: [{ id: 'r1', title: 'Sim', description: 'o de sempre' }] }] },
    }
    const place = { type: 'location_request_message', body: { text: 'Onde?' }, action: { name: 'send_location' } }
    expect([
      await talk.shopSends('interactive', buttons, 'Confirma?'),
      await talk.shopSends('interactive', list, 'Qual?'),
      await talk.shopSends('interactive', place, 'Onde?'),
    ]).toEqual([
      ['[interactive] {"type":"button_reply","button_reply":{"id":"s","title":"Sim, confirmo"}}'],
      ['[interactive] {"type":"list_reply","list_reply":{"id":"r1","title":"Sim","description":"o de sempre"}}'],
      ['[location] {"latitude":-23.5889,"longitude":-46.6344,"address":"Rua das Figueiras 85, Vila Mariana, São Paulo"}'],
    ])
  })

  test('the same seed gives the same words, and seeds differ', async () => {
    const said = async (seed: string) => {
      const talk = await talkWith('lina', seed)
      return JSON.stringify([await talk.shop('Temos sim!'), await talk.shop('Qual a cor e a quantidade?'), await talk.shop('Um momento')])
    }
    const seeds = ['one', 'two', 'three', 'four', 'five', 'six']
    const [first, second] = [await Promise.all(seeds.map(said)), await Promise.all(seeds.map(said))]
    expect({ isSame: JSON.stringify(first) === JSON.stringify(second), hasVariety: new Set(first).size > 1 }).toEqual({
      isSame: true,
      hasVariety: true,
    })
  })
})

describe('the cast', () => {
  test('has at least ten people, in four languages, each with an id of their own and no number that could ring', () => {
    const phones = CAST.map((character) => character.waId).filter((waId) => waId !== null)
    expect({
      isEnough: CAST.length >= 10,
      languages: [...new Set(CAST.map((character) => character.language))].toSorted(),
      ids: new Set(CAST.map((character) => character.userId)).size,
      withoutPhone: CAST.filter((character) => character.waId === null).map((character) => character.key),
      ringing: phones.filter((waId) => !/^(5511900000\d{3}|553190000\d{3}|447700900\d{3}|5491100000\d{3}|27600000\d{3})$/.test(waId)),
    }).toEqual({ isEnough: true, languages: ['en', 'es', 'pt', 'zu'], ids: CAST.length, withoutPhone: ['bia'], ringing: [] })
  })
})

describe('understanding', () => {
  test.each([
    ['Qual o seu nome completo?', { asks: ['name'], tells: [] }],
    ['me passa seu endereço com CEP', { asks: ['address'], tells: [] }],
    ['Anotado o novo endereço', { asks: [], tells: [] }],
    ['Fica R$ 45,00', { asks: [], tells: ['price'] }],
    ['Sábado ou domingo?', { asks: [], tells: [] }],
    ['Sábado às 14h, pode ser?', { asks: ['confirm'], tells: ['time'] }],
    ['Um momento, vou verificar', { asks: [], tells: ['wait'] }],
    ['We are sold out, sorry', { asks: [], tells: ['unavailable', 'apology'] }],
    ['¿Cuántas docenas?', { asks: ['quantity'], tells: [] }],
    ['Igama lakho ubani?', { asks: ['name'], tells: [] }],
  ] as const)('%s', (text, expected) => {
    const { asks, tells } = understand(text)
    expect({ asks, tells }).toEqual(expected)
  })
})
