import type {z} from 'zod'
import type {Plan} from '../../model/plan.js'
import type {Catalogue} from './catalogue.js'
import type {Decision, RoundingLoss} from './rounding-loss.js'

/** What an exporter is given: nothing of it is changed, nothing is read from anywhere else, and nothing is run. */
export interface ExportInput {
  readonly plan: Plan
  readonly catalogue: Catalogue
  /** Day whose work is written, `YYYY-MM-DD`: `plan.asOf`, or a later one while the plan stays in force. */
  readonly day: string
  /** The plan that was in force until now: what it kept and the new one does not is let go. */
  readonly previous?: Plan
}

/** A file before its header: the framework puts the plan id and the rounding loss in front, as a comment of the kind. */
export type DraftFile =
  | {readonly path: string; readonly kind: 'shell' | 'sql' | 'yaml' | 'markdown'; readonly body: string}
  /** A JSON object that may hold a `comment`. */
  | {readonly path: string; readonly kind: 'json'; readonly value: Readonly<Record<string, unknown>>}
  /** A format that knows no comment and is read to the letter: it is named by the script beside it. */
  | {readonly path: string; readonly kind: 'bare'; readonly body: string}

export interface Written {
  readonly files: readonly DraftFile[]
  readonly loss: RoundingLoss
}

/** One target system. Pure: the same plan, catalogue and settings give the same bytes. */
export interface Exporter<S = unknown> {
  readonly name: string
  readonly summary: string
  /** Kinds of decision that the target can take; the others are counted as outside it. */
  readonly covers: readonly Decision[]
  /** The settings, with their defaults. */
  readonly settings: z.ZodType<S>
  /** Settings that hold one value a region, by field name, with the regions that need one. */
  regionMaps(settings: S, input: ExportInput): readonly RegionMap[]
  /** Faults that the shape of the settings cannot show; a text says what is wrong and what to do. */
  faults?(settings: S, input: ExportInput): readonly SettingFault[]
  write(input: ExportInput, settings: S): Written
}

export interface RegionMap {
  readonly field: string
  readonly values: Readonly<Record<string, string>>
  readonly needed: readonly string[]
}

export interface SettingFault {
  readonly field: string
  readonly value: string
  readonly message: string
  readonly advice: string
}

/** A file ready to write: `path` is relative and holds only letters, digits, `.`, `-` and `/`. */
export interface ExportFile {
  readonly path: string
  readonly text: string
}

export interface Exported {
  readonly target: string
  readonly planId: string
  readonly files: readonly ExportFile[]
  readonly loss: RoundingLoss
}

/** Types an exporter by its own schema and hides the type of its settings from the registry. */
export function exporter<S>(definition: Exporter<S>): Exporter {
  return definition as unknown as Exporter
}
