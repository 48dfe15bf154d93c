import { styleText } from "node:util";

type Style = "bold" | "dim" | "green" | "red" | "yellow";
/** A row of a table: what stands in each column. */
export type Row = readonly (string | number | null | undefined)[];

/** Results go to stdout, everything else to stderr; with `--json` stdout carries JSON and nothing else. */
export class Output {
  readonly json: boolean;

  constructor(json: boolean) {
    this.json = json;
  }

  /** The command's result: JSON for machines, `human` for people. */
  result(value: unknown, human: () => void): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value, null, process.stdout.isTTY ? 2 : undefined)}\n`);
    else human();
  }

  /** One of many results, a line each. */
  line(value: unknown): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  /** What only people want to know. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Columns as wide as they need to be; `none` where there are no rows. */
  table(head: readonly string[], rows: readonly Row[], none: string): void {
    if (rows.length === 0) return this.note(none);
    const cells = rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? "–" : String(cell))));
    const widths = head.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
    const laid = (row: readonly string[]) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd();
    this.print(style("dim", laid(head)));
    for (const row of cells) this.print(laid(row));
  }

  /** Names and values, one a line. */
  facts(rows: readonly (readonly [string, Row[number]])[]): void {
    const width = Math.max(...rows.map(([name]) => name.length));
    for (const [name, value] of rows) this.print(`${style("dim", name.padEnd(width))}  ${value ?? "–"}`);
  }
}

/** Colours where they are seen and wanted: https://no-color.org. */
export function style(name: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return text;
  const seen = FORCE_COLOR ? FORCE_COLOR !== "0" : stream.isTTY && TERM !== "dumb";
  return seen ? styleText(name, text, { validateStream: false }) : text;
}

/** A moment in the reader's time zone, to the minute. */
export function moment(iso: string | null): string {
  if (iso === null) return "–";
  const at = new Date(iso);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Bytes for people, in powers of 1024. */
export function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
