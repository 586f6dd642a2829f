import { describe, expect, it } from 'vitest'
import { displayPhone, matchKey } from '#core/whatsapp/phone.ts'

describe('the match key of a phone', () => {
  it('is the same for both writings of a Brazilian mobile', () => {
    expect(matchKey('5511987654321')).toBe('551187654321')
    expect(matchKey('551187654321')).toBe('551187654321')
    expect(matchKey('+55 (11) 98765-4321')).toBe('551187654321')
  })

  it('leaves Brazilian landlines and numbers from 91 to 95 alone', () => {
    expect(matchKey('551132654321')).toBe('551132654321')
    expect(matchKey('5511912345678')).toBe('5511912345678')
    expect(matchKey('5511952345678')).toBe('5511952345678')
    expect(matchKey('5511962345678')).toBe('551162345678')
  })

  it('touches no number of another country', () => {
    expect(matchKey('+27 82 123 4567')).toBe('27821234567')
    expect(matchKey('5491187654321')).toBe('5491187654321')
    expect(matchKey('16505551234')).toBe('16505551234')
  })

  it('is null for what is no phone, so that two ids with the same digits in them do not meet', () => {
    expect(['', 'WHATSAPP_ID', 'Y2FwaV9ncm91cDox5511', 'BR.5511987654321'].map(matchKey)).toEqual([null, null, null, null])
  })
})

describe('a phone for reading', () => {
  it('has the ninth digit put back', () => {
    expect(displayPhone('551187654321')).toBe('+55 11 98765-4321')
    expect(displayPhone('5511987654321')).toBe('+55 11 98765-4321')
    expect(displayPhone('551132654321')).toBe('+55 11 3265-4321')
  })

  it('is grouped as in its country, or in threes', () => {
    expect(displayPhone('27821234567')).toBe('+27 82 123 4567')
    expect(displayPhone('16505551234')).toBe('+1 650 555-1234')
    expect(displayPhone('34612345678')).toBe('+34 612 345 678')
    expect(displayPhone('351912345678')).toBe('+351 912 345 678')
    expect(displayPhone('5491123456789')).toBe('+54 911 234 567 89')
  })

  it('comes back as it is when it is no number', () => {
    expect(displayPhone('WHATSAPP_ID')).toBe('WHATSAPP_ID')
    expect(displayPhone('12345')).toBe('12345')
  })
})
