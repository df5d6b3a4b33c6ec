import {configJsonSchema} from './schema.js'

/** One setting that a flag or an environment variable can give. */
export interface SettingName {
  /** `rails.mostMoves` */
  readonly path: string
  /** `ISTHMUS_RAILS_MOST_MOVES` */
  readonly variable: string
}

/** One setting with its value and where that comes from. */
export interface ExplainedSetting {
  readonly setting: string
  /** Undefined where it is not set and has no default. */
  readonly value: unknown
  /** `--set`, `ISTHMUS_…`, `FILE:LINE`, `default`. */
  readonly origin: string
}

interface SchemaNode {
  readonly type?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
}

/** Every setting of the schema, in its order: objects are walked, lists and free mappings are settings as a whole. */
export function settingNames(): SettingName[] {
  const walk = (node: SchemaNode, path: readonly string[]): SettingName[] =>
    node.properties === undefined
      ? [{path: path.join('.'), variable: `ISTHMUS_${path.map(upperSnake).join('_')}`}]
      : Object.entries(node.properties).flatMap(([name, inner]) => walk(inner, [...path, name]))
  return walk(configJsonSchema() as SchemaNode, [])
}

/** `mostMoves` → `MOST_MOVES`. */
const upperSnake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()
