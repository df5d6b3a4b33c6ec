/** A small picture beside a key of a legend. */
export const swatchSvg = (shape: string): string =>
  `<svg viewBox="0 0 26 14" width="26" height="14" aria-hidden="true" focusable="false">${shape}</svg>`
