/** How the names of a version's pictures are made of their frames. */
export interface FrameName {
  prefix: string;
  suffix: string;
  /** Digits that the frame is padded to, without its sign. */
  padding: number;
}

interface Picture {
  filename: string;
  frame: number | null;
}

/**
 * The part of the file names that is the frame, wherever the show's scheme puts it: the last number that is the frame in all of
 * them. Undefined if there is none.
 */
export function findFrameName(pictures: readonly Picture[]): FrameName | undefined {
  const [first] = pictures;
  if (!first) return undefined;
  const places = [...first.filename.matchAll(/(?=(-?\d+))/g)].flatMap(({ index, 1: digits = "" }) =>
    isFrame(digits, first) && !/\d/.test(first.filename[index - 1] ?? "")
      ? [{ prefix: first.filename.slice(0, index), suffix: first.filename.slice(index + digits.length) }]
      : [],
  );
  for (const { prefix, suffix } of places.toReversed()) {
    const found = pictures.map((picture) => readDigits(picture, prefix, suffix));
    const padding = Math.min(...found.map((digits) => digits?.replace("-", "").length ?? 0));
    if (padding > 0) return { prefix, suffix, padding };
  }
  return undefined;
}

/** The digits between prefix and suffix; undefined if they are not the picture's frame. */
function readDigits(picture: Picture, prefix: string, suffix: string): string | undefined {
  const { filename } = picture;
  if (!filename.startsWith(prefix) || !filename.endsWith(suffix)) return undefined;
  const digits = filename.slice(prefix.length, filename.length - suffix.length);
  return isFrame(digits, picture) ? digits : undefined;
}

const isFrame = (digits: string, { frame }: Picture): boolean => /^-?\d+$/.test(digits) && Number(digits) === frame;
