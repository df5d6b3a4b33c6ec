/** The only place that converts between units. */

const bytesPerGB = 1e9
/** Average days of a month, for prices per GB and month. */
const daysPerMonth = 365.25 / 12

export const pricePerByte = (pricePerGB: number): number => pricePerGB / bytesPerGB
export const storageCostPerDay = (bytes: number, pricePerGBMonth: number): number =>
  (bytes / bytesPerGB) * (pricePerGBMonth / daysPerMonth)
