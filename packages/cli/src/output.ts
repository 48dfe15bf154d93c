import { styleText } from "node:util";

type Style = "bold" | "dim" | "green" | "red" | "yellow";
/** A row of a table: one value for each column. */
export type Row = readonly (string | number | null | undefined)[];

/** Results go to stdout, everything else to stderr. With `--json`, stdout contains only JSON. */
export class Output {
  readonly json: boolean;

  constructor(json: boolean) {
    this.json = json;
  }

  /** Prints the command's result: `value` as JSON with `--json`, otherwise with `human`. */
  result(value: unknown, human: () => void): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value, null, process.stdout.isTTY ? 2 : undefined)}\n`);
    else human();
  }

  /** Prints one of several results as a line of JSON with `--json`. */
  line(value: unknown): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  /** Prints a note on stderr. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Prints a table, with columns as wide as their values; `none` if it has no rows. */
  table(head: readonly string[], rows: readonly Row[], none: string): void {
    if (rows.length === 0) return this.note(none);
    const cells = rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? "–" : String(cell))));
    const widths = head.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
    const layOut = (row: readonly string[]) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd();
    this.print(applyStyle("dim", layOut(head)));
    for (const row of cells) this.print(layOut(row));
  }

  /** Names and values, one pair per line. */
  facts(rows: readonly (readonly [string, Row[number]])[]): void {
    const width = Math.max(...rows.map(([name]) => name.length));
    for (const [name, value] of rows) this.print(`${applyStyle("dim", name.padEnd(width))}  ${value ?? "–"}`);
  }
}

/** Colours text for a terminal, unless NO_COLOR is set: https://no-color.org. */
export function applyStyle(name: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return text;
  const seen = FORCE_COLOR ? FORCE_COLOR !== "0" : stream.isTTY && TERM !== "dumb";
  return seen ? styleText(name, text, { validateStream: false }) : text;
}

/** A time in the reader's time zone, to the minute, with its offset from UTC: `2026-11-23 21:45 +01:00`. */
export function formatTime(iso: string | null): string {
  if (iso === null) return "–";
  const at = new Date(iso);
  const padTwo = (n: number) => String(n).padStart(2, "0");
  const offset = -at.getTimezoneOffset();
  const [sign, minutes] = [offset < 0 ? "-" : "+", Math.abs(offset)];
  const zone = offset === 0 ? "UTC" : `${sign}${padTwo(Math.floor(minutes / 60))}:${padTwo(minutes % 60)}`;
  return `${at.getFullYear()}-${padTwo(at.getMonth() + 1)}-${padTwo(at.getDate())} ${padTwo(at.getHours())}:${padTwo(at.getMinutes())} ${zone}`;
}

/** Bytes in powers of 1024: `1.5 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
