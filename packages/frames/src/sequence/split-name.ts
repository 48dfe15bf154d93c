/** A file name around its frame number. */
export interface NumberedName {
  readonly name: string;
  readonly prefix: string;
  /** As in the name, without the minus. */
  readonly digits: string;
  readonly frame: number;
  readonly suffix: string;
}

/** More digits are times or ids. */
const MAX_DIGITS = 9;
/** `.exr`, `.mp4`, or with compression `.exr.gz`. */
const EXTENSION = /\.[A-Za-z][A-Za-z0-9]*(?:\.(?:gz|bz2|xz|zst))?$/i;
/** Without the lookbehind, it would search each digit of a long number again. */
const LAST_NUMBER = /(?<![0-9])[0-9]+$/;
const isVersion = (text: string): boolean => /(?:^|[^A-Za-z0-9])v$/i.test(text);

/**
 * Splits a file name at its frame number, the last number in front of the extension. Undefined if there is none, or if it is
 * a version (`_v002`), the height of a resolution (`1920x1080`) or longer than nine digits. A hyphen is a minus only after a
 * dot, an underscore, another hyphen or nothing: `plate-0001.exr` is frame 1, `plate.-001.exr` is frame −1.
 */
export function splitFrameName(name: string): NumberedName | undefined {
  const suffix = EXTENSION.exec(name)?.[0];
  if (suffix === undefined) return undefined;
  const stem = name.slice(0, name.length - suffix.length);
  const digits = LAST_NUMBER.exec(stem)?.[0];
  if (digits === undefined || digits.length > MAX_DIGITS) return undefined;
  const before = stem.slice(0, stem.length - digits.length);
  if (isVersion(before) || /[0-9]x$/i.test(before)) return undefined;
  const isNegative = /(?:^|[._/-])-$/.test(before) && Number(digits) !== 0;
  return {
    name,
    prefix: isNegative ? before.slice(0, -1) : before,
    digits,
    frame: isNegative ? -Number(digits) : Number(digits),
    suffix,
  };
}
