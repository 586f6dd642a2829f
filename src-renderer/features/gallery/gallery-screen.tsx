export function GalleryScreen(_props: object) {
  return null
}
