/**
 * Where a number of the history comes from, best first (research: ecosystem.md 1.11).
 * - `exact`: the source says it of this very access
 * - `scannedFiles`: the size of the files that were opened, which may be more than what was read
 * - `wholeTable`: the size of the whole table, whatever part of it was read
 * - `apportioned`: a share of a total that the source gives for several accesses together
 * - `assumed`: nothing in the source says it; a rule or default of isthmus does
 */
export const provenances = ['exact', 'scannedFiles', 'wholeTable', 'apportioned', 'assumed'] as const
export type Provenance = (typeof provenances)[number]
