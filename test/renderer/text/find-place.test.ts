import { expect, test } from 'vitest'
import { findPlace } from '#renderer/text/find-place.ts'

test.each([
  ['-23.5614, -46.6559', -23.5614, -46.6559, null],
  ['-23.5614;-46.6559', -23.5614, -46.6559, null],
  ['geo:-33.92,18.42', -33.92, 18.42, null],
  ['https://www.google.com/maps?q=-23.5614,-46.6559', -23.5614, -46.6559, null],
  ['https://www.google.com/maps/search/?api=1&query=-23.5614%2C-46.6559', -23.5614, -46.6559, null],
  ['https://www.google.com/maps/@-23.5614,-46.6559,17z', -23.5614, -46.6559, null],
  [
    'https://www.google.com/maps/place/Casa+Jacarand%C3%A1/@-23.5,-46.6,17z/data=!3d-23.5614!4d-46.6559',
    -23.5614,
    -46.6559,
    'Casa Jacarandá',
  ],
  ['https://www.openstreetmap.org/?mlat=-23.5614&mlon=-46.6559#map=17', -23.5614, -46.6559, null],
])('reads the place of %s', (typed, latitude, longitude, name) => {
  expect(findPlace(typed)).toEqual({ latitude, longitude, name })
})

test.each(['', 'Avenida Paulista 1578', 'https://maps.app.goo.gl/abc123', '95, 10', '10, 190', '12'])('finds none in “%s”', (typed) => {
  expect(findPlace(typed)).toBeNull()
})
