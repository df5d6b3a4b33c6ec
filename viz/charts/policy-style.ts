import type {ComparedPolicy} from '../comparison-data.js'
import {color, type Marker, seriesStyle} from '../theme.js'
import {markerShape} from './marker.js'

/** How a policy looks wherever it is drawn: planned ones solid and filled, online ones dashed and hollow. */
export interface PolicyStyle {
  readonly color: string
  readonly dash: string
  readonly marker: Marker
  readonly isHollow: boolean
}

const colorCount = 8

/** Style of policy `index`: colour and marker together differ for the first 32, so that neither is needed alone. */
export function policyStyle(index: number, {family}: ComparedPolicy): PolicyStyle {
  const {marker} = seriesStyle(index + Math.floor(index / colorCount))
  const isHollow = family === 'online'
  return {color: seriesStyle(index).color, dash: isHollow ? '6 4' : '', marker, isHollow}
}

/** The start of the SVG element of a policy's marker: open, without its closing bracket. */
export function policyMarker({color: stroke, marker, isHollow}: PolicyStyle, x: number, y: number, r: number): string {
  const shape = markerShape(marker, x, y, isHollow ? r - 0.5 : r)
  return isHollow
    ? `${shape} fill="${color('ground')}" stroke="${stroke}" stroke-width="2"`
    : `${shape} fill="${stroke}" stroke="${color('ground')}"`
}

export const dashAttribute = (dash: string): string => (dash === '' ? '' : ` stroke-dasharray="${dash}"`)
