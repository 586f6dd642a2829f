import { describe, expect, test } from 'vitest'
import { type Block, type Inline, parseFormatting, plainLine } from '#renderer/text/parse-formatting.ts'

/** A short form for reading: `b(…)`, `i(…)`, `s(…)`, `c(…)`, `a(…)`. */
function shortInline(nodes: Inline[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text
      if (node.kind === 'code') return `c(${node.text})`
      if (node.kind === 'link') return `a(${node.text})`
      return `${node.kind[0]}(${shortInline(node.children)})`
    })
    .join('')
}

function short(blocks: Block[]): string[] {
  return blocks.map((block) => {
    if (block.kind === 'code-block') return `pre:${block.text}`
    if (block.kind === 'bullets') return `ul:${block.items.map(shortInline).join('|')}`
    if (block.kind === 'numbers') return `ol${block.start}:${block.items.map(shortInline).join('|')}`
    return `${block.kind === 'quote' ? 'q' : 'p'}:${shortInline(block.children)}`
  })
}

describe('WhatsApp formatting', () => {
  test.each<[string, string[]]>([
    ['*oi* _tudo_ ~bem~ `x`', ['p:b(oi) i(tudo) s(bem) c(x)']],
    ['*forte _e inclinado_*', ['p:b(forte i(e inclinado))']],
    ['(*R$ 10*), ok', ['p:(b(R$ 10)), ok']],
    ['2*3*4 e snake_case_name', ['p:2*3*4 e snake_case_name']],
    ['* não é* nem *isto *', ['ul:não é* nem *isto *']],
    ['*uma\nduas*', ['p:*uma\nduas*']],
    ['**', ['p:**']],
    ['`*cru*`', ['p:c(*cru*)']],
    ['- um\n- *dois*', ['ul:um|b(dois)']],
    ['1. um\n2. dois\n7. sete', ['ol1:um|dois', 'ol7:sete']],
    ['> citado\n> mais\nlivre', ['q:citado\nmais', 'p:livre']],
    ['antes\n```\nlet a = *1*\n```\ndepois', ['p:antes', 'pre:let a = *1*', 'p:depois']],
    ['a\n\nb', ['p:a\n\nb']],
    ['<b>oi</b> &amp;', ['p:<b>oi</b> &amp;']],
    ['https://x.com/_foo_/bar_baz_', ['p:a(https://x.com/_foo_/bar_baz_)']],
    ['*https://x.com/a*', ['p:b(a(https://x.com/a))']],
    ['_veja loja.com.br_', ['p:i(veja a(loja.com.br))']],
    ['é*não*', ['p:é*não*']],
    ['*👍*', ['p:b(👍)']],
    ['', []],
  ])('reads %j', (text, expected) => {
    expect(short(parseFormatting(text))).toEqual(expected)
  })

  test('takes hostile input without slowing down', () => {
    const startedAt = performance.now()
    parseFormatting('*a '.repeat(1365))
    parseFormatting('*_~'.repeat(1365))
    parseFormatting('`'.repeat(4096))
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  test('loses no letter of a text', () => {
    const text = 'a *b* c\nhttps://x.com d _e_ {{f}} 👩🏽‍🍳'
    expect(plainLine(text)).toBe('a b c https://x.com d e {{f}} 👩🏽‍🍳')
  })
})
