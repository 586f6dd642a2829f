import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClientMessage } from 'whatsapp-api-js/types'
import {
  ActionButtons,
  ActionContactRequest,
  ActionCTA,
  ActionList,
  ActionLocation,
  Address,
  Audio,
  Birthday,
  Body,
  BodyComponent,
  BodyParameter,
  Button,
  CarouselCard,
  CarouselComponent,
  Contacts,
  CopyComponent,
  Document,
  Email,
  Footer,
  Header,
  HeaderComponent,
  HeaderParameter,
  Image,
  Interactive,
  ListSection,
  Location,
  LTOComponent,
  Name,
  Organization,
  PayloadComponent,
  Phone,
  Reaction,
  Row,
  SkipButtonComponent,
  Sticker,
  Template,
  Text,
  Url,
  URLComponent,
  Video,
} from 'whatsapp-api-js/messages'
import { Redacted } from '#core/lib/redacted.ts'
import { createGraphClient, type GraphClient } from '#core/whatsapp/graph-client.ts'
import { bodyOf, type SendMessage } from '#core/whatsapp/message-body.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { OFFER_ENDS_AT, OWN_WAMID } from '#test/support/own-message-builders.ts'
import { ownMessages } from '#test/support/own-messages.ts'
import { openPracticeShop, uploadTo } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { openWhatsAppApiJs } from './whatsapp-api-js.ts'

// Each message that we send: as whatsapp-api-js would have built it, and as the practice server takes it.

const MARINA = '5511900000102'

let shop: PracticeShop
let time: FakeClock
let client: GraphClient

beforeAll(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
  client = createGraphClient({ graphUrl: shop.graphUrl, token: new Redacted(shop.token), http: createNodeHttp() })
})
afterAll(() => shop.stop())

const words = () => new Body('Qual deles?')
const until = () => new Footer('Até as 19h')
const first = (ids: readonly string[]) => ids[0] ?? ''
const said = (...texts: readonly [string, ...string[]]) => {
  const [one, ...rest] = texts.map((text) => new BodyParameter(text))
  if (one === undefined) throw new Error('There is at least one')
  return new BodyComponent(one, ...rest)
}
const above = (file: Image | Video | Document | Location) => new HeaderComponent(new HeaderParameter(file))
const card = (id: string | undefined, what: string) =>
  new CarouselCard(new Image(id ?? '', true), said('49,90'), new PayloadComponent(what), new URLComponent('1'))

/** The same message as the library's builders make it, by name. */
const builtByPeer: Readonly<Record<string, (ids: readonly string[]) => ClientMessage>> = {
  'text with a preview': () => new Text('Veja https://a.example/', true),
  'text beyond ASCII': () => new Text('Pão 🥖 às 7h', false),
  'image with a caption': (ids) => new Image(first(ids), true, 'A cesta'),
  video: (ids) => new Video(first(ids), true),
  audio: (ids) => new Audio(first(ids), true),
  'voice note': (ids) => new Audio(first(ids), true, true),
  'document with its name': (ids) => new Document(first(ids), true, 'Orçamento', 'orçamento.pdf'),
  sticker: (ids) => new Sticker(first(ids), true),
  location: () => new Location(-46.6344, -23.5889, 'Loja', 'Rua das Jabuticabeiras, 120'),
  'location without words': () => new Location(0, 0),
  contacts: () =>
    new Contacts(
      [
        new Name('Ana Maria Sá', 'Ana', 'Maria Sá'),
        new Phone('+55 11 90000-0102', 'CELL', '5511900000102'),
        new Email('ana@a.example', 'WORK'),
        new Organization('Flores Sá', undefined, 'Dona'),
        new Url('https://a.example/'),
        new Address(undefined, undefined, undefined, undefined, 'Rua A, 1, São Paulo'),
        new Birthday('1990', '12', '31'),
      ],
      [new Name('Zé', 'Zé')],
    ),
  'reaction taken back': () => new Reaction(OWN_WAMID),
  'buttons between words': () =>
    new Interactive(
      new ActionButtons(new Button('button-1', 'Sim'), new Button('button-2', 'Não')),
      words(),
      new Header('Cestas'),
      until(),
    ),
  'buttons under a document': (ids) =>
    new Interactive(
      new ActionButtons(new Button('button-1', 'Sim')),
      words(),
      new Header(new Document(first(ids), true, undefined, 'cardápio.pdf')),
    ),
  list: () =>
    new Interactive(
      new ActionList(
        'Ver',
        new ListSection('Doces', new Row('row-1-1', 'Bolo', 'De fubá')),
        new ListSection('Salgados', new Row('row-2-1', 'Pão'), new Row('row-2-2', 'Coxinha')),
      ),
      words(),
      new Header('Vitrine'),
      until(),
    ),
  'list of one section without a title': () =>
    new Interactive(new ActionList('Ver', new ListSection(undefined, new Row('row-1-1', 'Pão'))), words()),
  'request for the place': () => new Interactive(new ActionLocation(), words()),
  'request for the number': () => new Interactive(new ActionContactRequest(), words()),
  'template pedir_contato': () => new Template('pedir_contato', 'pt_BR'),
  'template retomar_conversa': () =>
    new Template('retomar_conversa', 'pt_BR', said('Marina'), new PayloadComponent('vamos'), new PayloadComponent('depois')),
  'template pedido_saiu': () =>
    new Template(
      'pedido_saiu',
      'pt_BR',
      new HeaderComponent(new HeaderParameter('4417', 'numero')),
      new BodyComponent(new BodyParameter('Ana', 'nome'), new BodyParameter('15h30', 'hora')),
      new URLComponent('4417'),
    ),
  'template foto_do_pedido': (ids) => new Template('foto_do_pedido', 'pt_BR', above(new Image(first(ids), true)), said('Cida')),
  'template como_cuidar': (ids) => new Template('como_cuidar', 'pt_BR', above(new Video(first(ids), true)), said('Cida')),
  'template nota_fiscal': (ids) =>
    new Template('nota_fiscal', 'pt_BR', above(new Document(first(ids), true, undefined, 'nota.pdf')), said('Fernanda', '4502')),
  'template onde_retirar': () =>
    new Template('onde_retirar', 'pt_BR', above(new Location(-46.6344, -23.5889, 'Loja', 'Rua A, 1')), said('Paulo')),
  'template cupom_de_boas_vindas': () => new Template('cupom_de_boas_vindas', 'pt_BR', said('Bia'), new CopyComponent('CAFE10')),
  'template oferta_relampago': (ids) =>
    new Template(
      'oferta_relampago',
      'pt_BR',
      above(new Image(first(ids), true)),
      said('Letícia'),
      new LTOComponent(OFFER_ENDS_AT),
      new CopyComponent('CESTA25'),
      new SkipButtonComponent(),
    ),
  'template vitrine_da_semana': (ids) =>
    new Template(
      'vitrine_da_semana',
      'pt_BR',
      said('Lina'),
      new CarouselComponent(card(ids[0], 'bolo'), card(ids[1], 'cesta'), card(ids[2], 'caneca')),
    ),
  'template codigo_de_acesso': () => Template.OTP('codigo_de_acesso', 'pt_BR', '123456'),
}

/** What its builders refuse, each with what docs/peers.md says of it. */
const refusedByPeer: Readonly<Record<string, () => ClientMessage>> = {
  reaction: () => new Reaction(OWN_WAMID, '❤️'),
  'link button under a picture': () =>
    new Interactive(new ActionCTA('Abrir', 'https://a.example/'), words(), new Header(new Image('1', true)), until()),
}

test('the library has built or refused each of them', () => {
  expect([...Object.keys(builtByPeer), ...Object.keys(refusedByPeer)].toSorted()).toEqual(ownMessages.map(({ name }) => name).toSorted())
  for (const build of Object.values(refusedByPeer)) expect(build).toThrow()
})

describe('each message that we send', () => {
  test.each(ownMessages)('$name', async ({ name, content, files, type, inside }) => {
    const remoteIds = await Promise.all(files.map((each) => uploadTo(shop, each)))
    const message: SendMessage = { phoneNumberId: shop.phoneNumberId, to: '+' + MARINA, content, remoteIds, replyTo: null, tracker: name }
    const sent = await client.sendMessage(message)
    // Below the pair rate, and long enough to arrive.
    await time.advance(8_000)
    const got = shop.control.truth.received('marina').filter(({ tracker }) => tracker === name)

    const build = builtByPeer[name]
    const { peer, exchanges } = openWhatsAppApiJs(shop)
    if (build !== undefined) await peer.sendMessage(shop.phoneNumberId, MARINA, build(remoteIds))
    await time.advance(8_000)
    const byPeer = exchanges.at(-1)?.posted

    expect({
      sent: sent.kind,
      got: got.map((each) => [each.type, each.content]),
      built: build === undefined ? null : saidIn(byPeer, type),
    }).toEqual({
      sent: 'accepted',
      got: [[type, inside(remoteIds)]],
      built: build === undefined ? null : bodyOf(message)[type],
    })
  })
})

/** The library posts contacts as the text of their JSON. */
function saidIn(posted: unknown, type: string): unknown {
  const value = (posted as Readonly<Record<string, unknown>>)[type]
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : value
}
