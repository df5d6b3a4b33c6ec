/** Relative tolerance of every comparison of the verifier. */
export const relativeTolerance = 1e-9

/** Whether `actual` lies above `allowed` by more than rounding. */
export function exceeds(actual: number, allowed: number): boolean {
  return actual > allowed && actual - allowed > relativeTolerance * Math.max(Math.abs(actual), Math.abs(allowed))
}

/** Whether two numbers differ by more than rounding; NaN differs from everything. */
export function differs(a: number, b: number): boolean {
  return a !== b && !(Math.abs(a - b) <= relativeTolerance * Math.max(Math.abs(a), Math.abs(b)))
}
