/** What codes of shows, sequences and shots are made of. */
export const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
/** More of them at once are a slip of the key. */
export const MOST = 2000;

export interface ShotDraft {
  code: string;
  frameIn?: number;
  frameOut?: number;
}
export interface SequenceDraft {
  code: string;
  shots: ShotDraft[];
}

/** One line each: `sq010/sh010`, `sq010/sh010 1001-1048`, or many at once: `sq010/sh010..sh200/10 1001-1048`. */
const LINE = /^([^/\s]+)(?:\/([^/\s.]+)(?:\.\.([^/\s.]+)(?:\/(\d+))?)?)?(?:\s+(-?\d+)\s*-\s*(-?\d+))?$/;

/** Reads a list of shots as people write it; says which line cannot be read. */
export function readShots(text: string): { sequences: SequenceDraft[]; shots: number; problem: string | undefined } {
  const found = new Map<string, Map<string, ShotDraft>>();
  const lines = text.split("\n").map((line, index) => ({ line: line.trim(), number: index + 1 }));
  for (const { line, number } of lines) {
    if (line === "") continue;
    const read = readLine(line);
    if (typeof read === "string") return { sequences: [], shots: 0, problem: `Line ${number}: ${read}` };
    const shots = found.get(read.sequence) ?? new Map<string, ShotDraft>();
    found.set(read.sequence, shots);
    for (const shot of read.shots) shots.set(shot.code, shot);
  }
  const sequences = [...found].map(([code, shots]) => ({ code, shots: [...shots.values()] }));
  const shots = sequences.reduce((sum, one) => sum + one.shots.length, 0);
  if (shots > MOST) return { sequences: [], shots: 0, problem: `${shots} shots at once: add at most ${MOST}.` };
  return { sequences, shots, problem: undefined };
}

function readLine(line: string): { sequence: string; shots: ShotDraft[] } | string {
  const [, sequence = "", first, last, step, frameIn, frameOut] = LINE.exec(line) ?? [];
  if (sequence === "") return `write it like sq010/sh010 1001-1048, not “${line}”.`;
  const codes = first === undefined ? [] : last === undefined ? [first] : range(first, last, Number(step ?? "1"));
  if (typeof codes === "string") return codes;
  const odd = [sequence, ...codes].find((code) => !CODE.test(code));
  if (odd !== undefined) return `“${odd}” is no code. Letters, digits, _ and -, at most 32.`;
  const frames = frameIn === undefined ? {} : { frameIn: Number(frameIn), frameOut: Number(frameOut) };
  if (frames.frameIn !== undefined && frames.frameIn > frames.frameOut)
    return `the last frame, ${frameOut}, is before the first, ${frameIn}.`;
  return { sequence, shots: codes.map((code) => ({ code, ...frames })) };
}

/** From `sh010` to `sh200`, with as many digits as the first has. */
function range(first: string, last: string, step: number): string[] | string {
  const [, head = "", from = ""] = /^(.*?)(\d+)$/.exec(first) ?? [];
  const [, lastHead, to = ""] = /^(.*?)(\d+)$/.exec(last) ?? [];
  if (from === "" || head !== lastHead) return `${first} and ${last} must differ in their last number alone.`;
  if (step < 1 || Number(to) < Number(from)) return `from ${first} to ${last} there is no way in steps of ${step}.`;
  const length = Math.floor((Number(to) - Number(from)) / step) + 1;
  if (length > MOST) return `${length} shots at once: add at most ${MOST}.`;
  return Array.from({ length }, (_, i) => head + String(Number(from) + i * step).padStart(from.length, "0"));
}
