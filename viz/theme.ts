/**
 * One visual language for every chart and page. Colours come from Okabe & Ito's colour-blind-safe set, darkened for white
 * paper and lightened for the dark theme until each reaches a contrast of 4.5 : 1 with its ground, because they also
 * colour words. Charts name a colour by custom property and carry the light value as fall-back, so that a single SVG file
 * looks right outside the page.
 */
const colors = {
  ground: ['#ffffff', '#14181d'],
  panel: ['#f6f7f9', '#1c2128'],
  ink: ['#1b1f24', '#e8ebef'],
  muted: ['#5a626c', '#a3adb8'],
  rule: ['#d5dae0', '#363e48'],
  faint: ['#e9ecf0', '#272d35'],
  before: ['#8a939d', '#828d99'],
  accent: ['#0068a6', '#5cb3ec'],
  onAccent: ['#ffffff', '#0b0f13'],
  good: ['#00714f', '#3cc79b'],
  bad: ['#b54708', '#f59a56'],
  heat0: ['#f1f5f8', '#1a2027'],
  heat1: ['#dcebf5', '#1c2f3e'],
  heat2: ['#bcd9ec', '#1d415b'],
  heat3: ['#94c2e0', '#1e5478'],
  heat4: ['#69a8d1', '#206896'],
  heat5: ['#1f76b0', '#4fa3dd'],
  heat6: ['#084f82', '#a9d8f9'],
  series0: ['#0068a6', '#5cb3ec'],
  series1: ['#b84a00', '#f08a4b'],
  series2: ['#00754f', '#35c491'],
  series3: ['#a23c78', '#e394c0'],
  series4: ['#8a5f00', '#e6b13c'],
  series5: ['#4b4fb5', '#a3a6f5'],
  series6: ['#5b6068', '#b6bdc6'],
  series7: ['#00707c', '#4cc7d4'],
} as const satisfies Record<string, readonly [light: string, dark: string]>

export type ColorName = keyof typeof colors

/** A colour as a CSS value: the page's custom property, else the light value. */
export function color(name: ColorName): string {
  return `var(--${name},${colors[name][0]})`
}

const seriesCount = 8
const dashes = ['', '7 3', '2 3', '9 3 2 3'] as const
const markers = ['circle', 'square', 'triangle', 'diamond'] as const
export type Marker = (typeof markers)[number]

/** Colour, dash and marker of series i: told apart without colour too, and the same wherever series i is drawn. */
export function seriesStyle(i: number): {readonly color: string; readonly dash: string; readonly marker: Marker} {
  return {
    color: color(`series${i % seriesCount}` as ColorName),
    dash: dashes[Math.floor(i / seriesCount) % dashes.length]!,
    marker: markers[i % markers.length]!,
  }
}

/** Levels of the heat scale: 0 is nothing, the last is the most. */
export const heatLevels = 7

/** Fill of a level, and the ink that can be read on it. */
export function heatStyle(level: number): {readonly fill: string; readonly ink: string} {
  return {fill: color(`heat${level}` as ColorName), ink: color(level >= 5 ? 'onAccent' : 'ink')}
}

/** Colours of the causes of traffic, the same in every chart. */
export const causeColors = {
  remoteReadBytesPerDay: color('series1'),
  refreshBytesPerDay: color('series0'),
  writeBackBytesPerDay: color('series4'),
} as const

export const fontFamily = "system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans','Noto Sans',Arial,sans-serif"

/** The custom properties of both themes: as the reader's system says, unless `data-theme` on the root element says otherwise. */
export function themeCss(): string {
  const block = (side: 0 | 1): string =>
    Object.entries(colors)
      .map(([name, pair]) => `--${name}:${pair[side]}`)
      .join(';')
  return `:root{color-scheme:light;${block(0)}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${block(1)}}}
:root[data-theme=dark]{color-scheme:dark;${block(1)}}
@media print{:root:root:root{color-scheme:light;${block(0)}}}`
}
