import { expect, test } from 'vitest'
import { createPasswordPolicy } from '#core/staff/password-policy.ts'
import { codeOf } from '#test/support/code-of.ts'

const policy = createPasswordPolicy()
const names = ['Loja da Maria Flor', 'Conceição Nepomuceno', 'conceicao.n', 'Ana']
const answer = (password: string) => codeOf(() => policy.check(password, { names }))

test.each(['1234567', 'x7#Kp!v', '🦜🌧🏠🦜🌧🏠🐎'])('refuses %s, which is shorter than eight characters', async (password) => {
  expect(await answer(password)).toBe('password-too-short')
})

test.each([
  // on the list
  'password',
  'PassWord',
  'iloveyou',
  'football1',
  '1qaz2wsx',
  // of the list, dressed up
  'P@ssw0rd!',
  'dragon2026',
  '2026dragon!',
  'fernanda123',
  'Fernanda@1',
  'mariasilva',
  // shop, product and people
  'lojamaria2026',
  'LojaMaria@2026',
  'l0jam4ria2026',
  'mariaflor!!',
  'conceicao99',
  'Nepomuceno2026!',
  'balcao2026',
  'whatsapp123',
  'senhasenha',
  'senha@loja1',
  'flamengo81',
  // rows and repeats
  'abcdefgh',
  '87654321',
  'qwertyuiop1',
  'asdfghjkl;',
  'aaaaaaaa',
  'abcabcabc',
  '12121212',
  'Zebu!Zebu!',
])('refuses %s as one that is tried first', async (password) => {
  expect(await answer(password)).toBe('password-too-common')
})

test.each([
  'correct horse battery staple',
  'x7#Kp!vQ',
  'cavalo-na-chuva',
  '🦜🌧️ chuva fina no telhado 🏠',
  'maria viu um tamanduá',
  'ração p/ o gato',
  'ç'.normalize('NFD') + 'ompota de figo',
  'q'.repeat(5) + 'wrtzp mlkj',
  '83920174',
])('takes %s', (password) => {
  expect(() => policy.check(password, { names })).not.toThrow()
})

test('what is called a common password depends on what the shop is called', async () => {
  expect(() => policy.check('nepomuceno26', { names: [] })).not.toThrow()
  expect(await answer('nepomuceno26')).toBe('password-too-common')
})
