export type Place = { latitude: number; longitude: number; name: string | null }

const NUMBER = String.raw`([+-]?\d{1,3}(?:\.\d+)?)`
/** In the order of how exactly each says the place: the pin of a Google link before the middle of its map. */
const patterns: readonly RegExp[] = [
  new RegExp(`!3d${NUMBER}!4d${NUMBER}`),
  new RegExp(String.raw`[?&](?:q|query|ll|sll|daddr|destination|center|mlat)=(?:loc:)?${NUMBER}(?:,|%2C|&mlon=)\s*${NUMBER}`, 'i'),
  new RegExp(`/@${NUMBER},${NUMBER}`),
  new RegExp(`geo:${NUMBER},${NUMBER}`, 'i'),
  new RegExp(`^${NUMBER}\\s*[,;\\s]\\s*${NUMBER}$`),
]

/** The place of a maps link or of two numbers; null for a short link, which only its own site can read, and for anything else. */
export function findPlace(typed: string): Place | null {
  const text = typed.trim()
  for (const pattern of patterns) {
    const [, latitude, longitude] = pattern.exec(text) ?? []
    if (latitude === undefined || longitude === undefined) continue
    const place = { latitude: Number(latitude), longitude: Number(longitude), name: nameIn(text) }
    if (Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180) return place
  }
  return null
}

/** What Google's links call it. */
function nameIn(text: string): string | null {
  const [, name] = /\/maps\/place\/([^/@]+)/.exec(text) ?? []
  if (name === undefined) return null
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    // Not escaped as links are.
    return null
  }
}
