import { useLingui } from '@lingui/react/macro'
import styles from './location-content.module.css'

const WIDTH_PX = 288
const HEIGHT_PX = 132
const METERS_PER_PX = 2
const METERS_PER_DEGREE = 111_320
/** A line of latitude and longitude each thousandth of a degree, which is some hundred metres. */
const LINE_EVERY_DEGREES = 0.001
const SCALE_M = 100

/** The lines of latitude and longitude around a place, true to scale, with the place in the middle. It shows no streets: none are known. */
export function LocationSketch({ latitude, longitude }: { latitude: number; longitude: number }) {
  const { t } = useLingui()
  const narrowing = Math.max(0.05, Math.cos((latitude * Math.PI) / 180))
  const across = linesAround(longitude, WIDTH_PX, narrowing)
  const down = linesAround(-latitude, HEIGHT_PX, 1)
  const scalePx = SCALE_M / METERS_PER_PX
  const [x, y] = [WIDTH_PX / 2, HEIGHT_PX / 2]
  return (
    <svg
      className={styles.sketch}
      viewBox={`0 0 ${WIDTH_PX} ${HEIGHT_PX}`}
      role="img" // oxlint-disable-line jsx-a11y/prefer-tag-over-role -- it is drawn here, an img has an address
      aria-label={t`A sketch of the place between lines of latitude and longitude`}
    >
      {across.map((at) => (
        <line key={`x${at}`} x1={at} x2={at} y1={0} y2={HEIGHT_PX} className={styles.line} />
      ))}
      {down.map((at) => (
        <line key={`y${at}`} x1={0} x2={WIDTH_PX} y1={at} y2={at} className={styles.line} />
      ))}
      <circle cx={x} cy={y} r={SCALE_M / 2 / METERS_PER_PX} className={styles.around} />
      <g transform={`translate(${x} ${y})`} className={styles.pin}>
        <path d="M0 0 C-4 -7 -11 -11 -11 -19 A11 11 0 1 1 11 -19 C11 -11 4 -7 0 0 Z" />
        <circle cy={-19} r={4} />
      </g>
      <g className={styles.scale}>
        <path d={`M10 ${HEIGHT_PX - 14} v5 h${scalePx} v-5`} />
        <text x={16 + scalePx} y={HEIGHT_PX - 8}>{t`100 m`}</text>
      </g>
      <g className={styles.north}>
        <path d={`M${WIDTH_PX - 16} 26 V10 m-4 5 l4 -5 l4 5`} />
        <text x={WIDTH_PX - 16} y={38} textAnchor="middle">
          {t({ message: 'N', comment: 'North, on a map' })}
        </text>
      </g>
    </svg>
  )
}

/** Where lines cross a side, in pixels, with the place in the middle. */
function linesAround(degrees: number, sizePx: number, narrowing: number): number[] {
  const pxPerLine = (LINE_EVERY_DEGREES * METERS_PER_DEGREE * narrowing) / METERS_PER_PX
  const offset = (degrees / LINE_EVERY_DEGREES - Math.floor(degrees / LINE_EVERY_DEGREES)) * pxPerLine
  const first = sizePx / 2 - offset - Math.ceil(sizePx / 2 / pxPerLine) * pxPerLine
  const lines: number[] = []
  for (let at = first; at <= sizePx; at += pxPerLine) if (at >= 0) lines.push(Math.round(at * 10) / 10)
  return lines
}
