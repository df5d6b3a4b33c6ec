import type {GrowingRuns} from './growing-columns.js'

/** CPU-hours of a run: a floor, and bytes read and written at these rates. */
const cpuFloorHours = 0.05
const readBytesPerCpuHour = 2e11
const writtenBytesPerCpuHour = 1e11
/** CPU-hours (to the thousandth) and duration of a run by the bytes that it handles. */
export function setCost(runs: GrowingRuns, run: number, readBytes: number, writtenBytes: number, factor: number): void {
  const hours = (cpuFloorHours + readBytes / readBytesPerCpuHour + writtenBytes / writtenBytesPerCpuHour) * factor
  runs.cpuHours[run] = Math.max(0.001, Math.round(hours * 1000) / 1000)
  runs.durationSeconds[run] = Math.round(60 + 240 * Math.sqrt(hours))
}
