/** Maximum product of the choices of `?`, `{1,3}` and alternatives, each of which can double the work. */
const MAX_CHOICES = 10_000;
/** Maximum number of repetitions that can take each other's characters, as in `.*a.*`. */
const MAX_OVERLAPPING = 2;
/** A bounded repetition of this many or more counts as unbounded. */
const LONG = 16;

/** Stand for all letters, digits and spaces beyond ASCII. */
const [LETTER, DIGIT, SPACE] = ["字", "٣", "\u00a0"];
/** Characters that stand for all. */
const SAMPLE = [...Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)), LETTER, DIGIT, SPACE];
type Characters = ReadonlySet<string>;
const ALL: Characters = new Set(SAMPLE);

/** What Python and JavaScript do not read in the same way, or what is beyond ASCII. */
const FOREIGN = /[^\p{ASCII}]|\\(?![wdsnrtfv])[a-z\d]/iu;
/** The characters that an item of a pattern matches at most; all of them if that is not known. */
function listCharacters(item: string): Characters {
  if (FOREIGN.test(item)) return ALL;
  try {
    const test = new RegExp(`^(?:${item})$`, "is");
    const found = new Set(SAMPLE.filter((char) => test.test(char)));
    // In Python, \w and \d contain characters beyond ASCII, and some of these equal i, k and s if case is ignored.
    if (/\\[wd]/i.test(item)) found.add(DIGIT);
    if (/\\w/i.test(item) || ["i", "k", "s"].some((char) => found.has(char))) found.add(LETTER);
    return found;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return ALL;
  }
}

interface Quantifier {
  length: number;
  least: number;
  most: number;
}

const QUANTIFIER = /[*+?]|\{(\d*)(,?)(\d*)\}/y;

/** Reads a quantifier at a position, with its suffix for lazy or possessive matching. */
function readQuantifier(pattern: string, at: number): Quantifier | undefined {
  QUANTIFIER.lastIndex = at;
  const found = QUANTIFIER.exec(pattern);
  if (!found) return undefined;
  const [text, least = "", comma = "", most = ""] = found;
  const length = text.length + (/[?+]/.test(pattern[at + text.length] ?? "") ? 1 : 0);
  if (text === "?") return { length, least: 0, most: 1 };
  if (!text.startsWith("{")) return { length, least: text === "+" ? 1 : 0, most: Infinity };
  if (least === "" && comma === "") return undefined;
  return { length, least: Number(least), most: comma === "" ? Number(least) : most === "" ? Infinity : Number(most) };
}

/** End of a character class that begins at `at`. */
function findClassEnd(pattern: string, at: number): number {
  let end = at + 1;
  if (pattern[end] === "^") end++;
  if (pattern[end] === "]") end++;
  while (end < pattern.length && pattern[end] !== "]") end += pattern[end] === "\\" ? 2 : 1;
  return end + 1;
}

/** A part of a pattern in its order, without its groups. */
interface Item {
  characters: Characters;
  least: number;
  most: number;
}

/** An open group of a pattern, or the whole pattern. */
interface Group {
  varies: boolean;
  alternatives: number;
  /** Its own items in their order, and whether it contains another group. */
  own: Item[];
  isNested: boolean;
}
const createGroup = (): Group => ({ varies: false, alternatives: 1, own: [], isNested: false });

const overlap = (one: Item, other: Item) => [...one.characters].some((char) => other.characters.has(char));

/** Items that match no character. */
const ANCHOR = /^(\\[AbBZz]|[$^])$/;

/** Whether the items do not have too many long repetitions that no item between them separates. */
function haveFewOverlaps(items: readonly Item[]): boolean {
  const long = items.flatMap((item, at) => (item.most >= LONG ? [{ item, at }] : []));
  const touch = (first: (typeof long)[number], last: (typeof long)[number]) =>
    overlap(first.item, last.item) &&
    items
      .slice(first.at + 1, last.at)
      .every((between) => between.least === 0 || (overlap(between, first.item) && overlap(between, last.item)));
  return long.every((last, at) => long.slice(0, at).filter((first) => touch(first, last)).length < MAX_OVERLAPPING);
}

/**
 * Whether a group matches a text in one way only: each of its repetitions ends at an item that must follow and takes none of
 * its characters, as in `[^\n]*\n`. Then the group may repeat.
 */
const matchesInOneWay = ({ alternatives, own, isNested }: Group): boolean =>
  alternatives === 1 &&
  !isNested &&
  own.every((item, at) => {
    const next = own[at + 1];
    return item.least === item.most || (next !== undefined && next.least > 0 && !overlap(item, next));
  });

/**
 * Why Python could take very long to match a pattern, as the end of "it …"; undefined if it is quick enough. Python tries
 * all ways to match, and nothing can interrupt it. The check is stricter than necessary: it refuses most repetitions of a
 * group that itself repeats or has alternatives, because these can double the ways with each character. What remains is
 * slow at worst, for long texts. The worker then restarts ComfyUI, and the job fails.
 */
export function explainSlowPattern(pattern: string): string | undefined {
  const open = [createGroup()];
  const items: Item[] = [];
  let choices = 1;
  for (let at = 0; at < pattern.length;) {
    const char = pattern[at] ?? "";
    const begin = at;
    let varies = false;
    let group: Group | undefined;
    if (char === "(") {
      const special = /^\(\?(P=|\(|#|[aiLmsu]*x)/.exec(pattern.slice(at));
      if (special) return `uses ${special[0]}, which cannot be checked`;
      open.push(createGroup());
      at +=
        /^\((\?(P?<[A-Za-z_]\w*>|<[=!]|[aiLmsu-]*:|[=!>]|[aiLmsu]+(?=\))))?/.exec(pattern.slice(at))?.[0].length ?? 1;
      continue;
    }
    if (char === "|") {
      const current = open.at(-1);
      if (current) current.alternatives++;
      at++;
      continue;
    }
    if (char === ")") {
      group = open.length > 1 ? open.pop() : createGroup();
      varies = group !== undefined && (group.varies || group.alternatives > 1);
      choices *= group?.alternatives ?? 1;
      at++;
    } else if (char === "[") at = findClassEnd(pattern, at);
    else if (char === "\\") {
      if (/[1-9]/.test(pattern[at + 1] ?? "")) return "refers back to a group";
      at += 2;
    } else at++;
    const text = pattern.slice(begin, at);
    const quantifier = readQuantifier(pattern, at);
    if (quantifier) {
      const { length, least, most } = quantifier;
      at += length;
      if (most > 1 && varies && !(group && matchesInOneWay(group)))
        return "repeats a group that contains a repetition or alternatives";
      if (most < LONG) choices *= most - least + 1;
      varies ||= most !== least;
    }
    const parent = open.at(-1) ?? createGroup();
    parent.varies ||= varies;
    parent.isNested ||= group !== undefined;
    if (ANCHOR.test(text)) continue;
    const [least, most] = [quantifier?.least ?? 1, quantifier?.most ?? 1];
    const characters = group ? ALL : listCharacters(text);
    parent.own.push({ characters, least, most });
    // A group's own items come before it, and stand for it unless it repeats. None of them must be in each match.
    const isOptional = group !== undefined || open.length > 1;
    if (!group || quantifier) items.push({ characters, least: isOptional ? 0 : least, most });
  }
  if (choices * (open[0]?.alternatives ?? 1) > MAX_CHOICES) return "has too many optional parts or alternatives";
  if (!haveFewOverlaps(items)) return `has more than ${MAX_OVERLAPPING} repetitions that can match the same characters`;
  return undefined;
}
