/** Codes of shows, sequences and shots. */
export const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
/** Limit for one list: a longer one is probably a typo in a range. */
const MAX_SHOTS = 2000;

interface ShotDraft {
  code: string;
  frameIn?: number;
  frameOut?: number;
}
interface SequenceDraft {
  code: string;
  shots: ShotDraft[];
}

/** `sq010/sh010`, `sq010/sh010 1001-1048`, or a range: `sq010/sh010..sh200/10 1001-1048`. */
const LINE = /^([^/\s]+)(?:\/([^/\s.]+)(?:\.\.([^/\s.]+)(?:\/(\d+))?)?)?(?:\s+(-?\d+)\s*-\s*(-?\d+))?$/;

/** Parses a typed list of shots, one per line. The error names the first invalid line. */
export function parseShots(text: string): { sequences: SequenceDraft[]; shots: number; error: string | undefined } {
  const found = new Map<string, Map<string, ShotDraft>>();
  const lines = text.split("\n").map((line, index) => ({ line: line.trim(), number: index + 1 }));
  for (const { line, number } of lines) {
    if (line === "") continue;
    const parsed = parseLine(line);
    if (typeof parsed === "string") return { sequences: [], shots: 0, error: `Line ${number}: ${parsed}` };
    const shots = found.get(parsed.sequence) ?? new Map<string, ShotDraft>();
    found.set(parsed.sequence, shots);
    for (const shot of parsed.shots) shots.set(shot.code, shot);
  }
  const sequences = [...found].map(([code, shots]) => ({ code, shots: [...shots.values()] }));
  const shots = sequences.reduce((sum, one) => sum + one.shots.length, 0);
  if (shots > MAX_SHOTS)
    return { sequences: [], shots: 0, error: `${shots} shots are too many. Add at most ${MAX_SHOTS} at a time.` };
  return { sequences, shots, error: undefined };
}

function parseLine(line: string): { sequence: string; shots: ShotDraft[] } | string {
  const [, sequence = "", first, last, step, frameIn, frameOut] = LINE.exec(line) ?? [];
  if (sequence === "") return `“${line}” isn’t valid. Use the form sq010/sh010 1001-1048.`;
  const codes = first === undefined ? [] : last === undefined ? [first] : expandRange(first, last, Number(step ?? "1"));
  if (typeof codes === "string") return codes;
  const invalid = [sequence, ...codes].find((code) => !CODE.test(code));
  if (invalid !== undefined) return `“${invalid}” isn’t a valid code. Use up to 32 letters, digits, _ or -.`;
  const frames = frameIn === undefined ? {} : { frameIn: Number(frameIn), frameOut: Number(frameOut) };
  if (frames.frameIn !== undefined && frames.frameIn > frames.frameOut)
    return `the last frame, ${frameOut}, is before the first, ${frameIn}.`;
  return { sequence, shots: codes.map((code) => ({ code, ...frames })) };
}

/** The codes from `sh010` to `sh200`, padded to the digits of the first, or an error message. */
function expandRange(first: string, last: string, step: number): string[] | string {
  const [, head = "", from = ""] = /^(.*?)(\d+)$/.exec(first) ?? [];
  const [, lastHead, to = ""] = /^(.*?)(\d+)$/.exec(last) ?? [];
  if (from === "" || head !== lastHead) return `${first} and ${last} may differ only in their last number.`;
  if (step < 1 || Number(to) < Number(from)) return `can’t get from ${first} to ${last} in steps of ${step}.`;
  const length = Math.floor((Number(to) - Number(from)) / step) + 1;
  if (length > MAX_SHOTS) return `${length} shots are too many. Add at most ${MAX_SHOTS} at a time.`;
  return Array.from({ length }, (_, i) => head + String(Number(from) + i * step).padStart(from.length, "0"));
}
