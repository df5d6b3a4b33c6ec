/** Turns rows into text, field by field in the order of the columns, without an object for each row. */
export interface RowEncoder {
  text(value: string): void
  /** Any finite number; written in full, never with an exponent below 1e21. */
  number(value: number): void
  flag(value: boolean): void
  empty(): void
  endRow(): void
  /** Characters held back so far. */
  readonly pending: number
  /** Hands over the text so far and starts anew. */
  take(): string
}

/** RFC 4180 with `\n` line ends and a header row; an empty field is nothing at all. */
export class CsvEncoder implements RowEncoder {
  private out: string
  private first = true

  constructor(columns: readonly string[]) {
    this.out = `${columns.join(',')}\n`
  }

  text(value: string): void {
    this.field(/[",\r\n]/.test(value) || value === '' ? `"${value.replaceAll('"', '""')}"` : value)
  }

  number(value: number): void {
    this.field(String(value))
  }

  flag(value: boolean): void {
    this.field(value ? 'true' : 'false')
  }

  empty(): void {
    this.field('')
  }

  endRow(): void {
    this.out += '\n'
    this.first = true
  }

  get pending(): number {
    return this.out.length
  }

  take(): string {
    const text = this.out
    this.out = ''
    return text
  }

  private field(text: string): void {
    if (!this.first) this.out += ','
    this.first = false
    this.out += text
  }
}

/** One JSON object a line; an empty field is null. */
export class NdjsonEncoder implements RowEncoder {
  private readonly keys: readonly string[]
  private out = ''
  private column = 0

  constructor(columns: readonly string[]) {
    this.keys = columns.map((name, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`)
  }

  text(value: string): void {
    this.field(JSON.stringify(value))
  }

  number(value: number): void {
    this.field(String(value))
  }

  flag(value: boolean): void {
    this.field(value ? 'true' : 'false')
  }

  empty(): void {
    this.field('null')
  }

  endRow(): void {
    this.out += '}\n'
    this.column = 0
  }

  get pending(): number {
    return this.out.length
  }

  take(): string {
    const text = this.out
    this.out = ''
    return text
  }

  private field(text: string): void {
    this.out += this.keys[this.column++]! + text
  }
}
