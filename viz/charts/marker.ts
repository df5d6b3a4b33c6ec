import type {Marker} from '../theme.js'
import {cut} from './frame.js'

/** The start of an SVG element for a marker of radius `r` px around (x, y): open, without its closing bracket. */
export function markerShape(shape: Marker, x: number, y: number, r: number): string {
  if (shape === 'circle') return `<circle cx="${cut(x)}" cy="${cut(y)}" r="${cut(r)}"`
  const corners = {
    square: [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9],
    triangle: [0, -1.2, 1.1, 0.8, -1.1, 0.8],
    diamond: [0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0],
  }[shape]
  const path = corners.map((c, i) => cut((i % 2 === 0 ? x : y) + c * r)).join(' ')
  return `<polygon points="${path}"`
}
