import { describe, expect, test } from 'vitest'
import { findLinks } from '#renderer/text/find-links.ts'

function links(text: string) {
  return findLinks(text).map((link) => [text.slice(link.index, link.lastIndex), link.href])
}

describe('links in a text', () => {
  test.each([
    ['veja loja.com.br/oferta hoje', 'loja.com.br/oferta', 'https://loja.com.br/oferta'],
    ['pague em pay.payfast.co.za/i/1.', 'pay.payfast.co.za/i/1', 'https://pay.payfast.co.za/i/1'],
    ['http://example.com/a_b_c', 'http://example.com/a_b_c', 'http://example.com/a_b_c'],
    ['chama no wa.me/5511987654321, ok?', 'wa.me/5511987654321', 'https://wa.me/5511987654321'],
    ['bit.ly/3xYz!', 'bit.ly/3xYz', 'https://bit.ly/3xYz'],
    ['escreva a ana@loja.com.br', 'ana@loja.com.br', 'mailto:ana@loja.com.br'],
    ['tel:+551133334444', 'tel:+551133334444', 'tel:+551133334444'],
  ])('finds the address in %j', (text, shown, href) => {
    expect(links(text)).toEqual([[shown, href]])
  })

  test.each([
    'obrigado.me',
    'chegou.no',
    'vi.na loja',
    'ok.vou ver',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://a.com/x',
    'R$ 3.50',
    'swa.me/x',
  ])('leaves %j alone', (text) => {
    expect(links(text)).toEqual([])
  })

  test('names the real host of an address written with look-alike letters', () => {
    // The first letter is Cyrillic.
    expect(findLinks('https://аpple.com')).toEqual([
      { index: 0, lastIndex: 17, href: 'https://xn--pple-43d.com/', disguisedHost: 'xn--pple-43d.com' },
    ])
  })
})
