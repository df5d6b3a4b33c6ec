/** What is to be shared out. All texts are SQL over the rows of `relation`. */
export interface Sharing {
  readonly relation: string
  /** Columns that name a group: its rows share one total. */
  readonly group: readonly string[]
  /** Whole number, the same for all rows of a group. */
  readonly total: string
  /** Whole number or null (not known). */
  readonly weight: string
  /** Tells rows of a group apart: ties go to the lower. */
  readonly tie: string
  /** Name of the column that is added: BIGINT. */
  readonly as: string
}

/**
 * SQL of the rows with their shares of the group's total by weight, in exact integers: the shares of a group add up to its total
 * (largest remainder; ties to the lower `tie`). A row without weight weighs as much as the average of the others; where no weight
 * is known, or all are 0, the total is shared out evenly.
 */
export function apportioned({relation, group, total, weight, tie, as}: Sharing): string {
  const over = `OVER (PARTITION BY ${group.join(', ')})`
  return `(
    SELECT * EXCLUDE (_total, _weight, _all, _low, _rest, _left),
      (_low + CASE WHEN row_number() OVER (PARTITION BY ${group.join(', ')} ORDER BY _rest DESC, ${tie}) <= _left
        THEN 1 ELSE 0 END)::BIGINT AS ${as}
    FROM (
      SELECT *, _total - sum(_low) ${over} AS _left FROM (
        SELECT *, (_total * _weight) // _all AS _low, (_total * _weight) % _all AS _rest FROM (
          SELECT * REPLACE (CASE WHEN _all = 0 THEN 1 ELSE _weight END AS _weight,
            CASE WHEN _all = 0 THEN count(*) ${over} ELSE _all END AS _all) FROM (
            SELECT *, sum(_weight) ${over} AS _all FROM (
              SELECT *, (${total})::HUGEINT AS _total,
                coalesce(${weight}, (sum(${weight}) ${over}) // (count(${weight}) ${over}), 1)::HUGEINT AS _weight
              FROM ${relation}))))))`
}
