/** A spelling of the frame number in file names. */
interface Placeholder {
  readonly pattern: string;
  /** Number of digits of the text that the pattern has found. */
  readonly readPadding: (found: string) => number;
}

const readDigit = (found: string): number => Number(/[0-9]+/.exec(found)?.[0] ?? "1");

/**
 * Spellings of the frame number: Nuke, Blender, Maya, RV (`####`), fileseq and RV (`@@@@`), C, Nuke and FFmpeg (`%04d`),
 * Houdini (`$F4`), renderers in Maya (`<f4>`, `<frame04>`), and the names of Pegbar's versions (`{frame:04}`). One `#` is
 * one digit, as in Nuke and Blender; in fileseq and RV, a single one is four.
 */
export const placeholders: readonly Placeholder[] = [
  { pattern: "#+", readPadding: (found) => found.length },
  { pattern: "@+", readPadding: (found) => found.length },
  { pattern: "%(?:0[1-9][0-9]?)?d", readPadding: readDigit },
  { pattern: String.raw`\$F[1-9]?(?![A-Za-z0-9])`, readPadding: readDigit },
  { pattern: String.raw`\$\{F[1-9]?\}`, readPadding: readDigit },
  { pattern: "<(?:f|F|[Ff]rame)(?:0?[1-9])?>", readPadding: readDigit },
  { pattern: String.raw`\{frame(?::0[1-9]d?)?\}`, readPadding: readDigit },
];

/** Texts that look like a frame number and are not, with the reason and what to write. */
export const notSupported: readonly { pattern: RegExp; reason: string; remedy: string }[] = [
  {
    pattern: /<udim>|<uvtile>|%\(udim\)d|<u>_?<v>/i,
    reason: "stands for the tiles of a texture, not for frames",
    remedy: "Upload textures with tiles as single files.",
  },
  {
    pattern: /%[vV]/,
    reason: "stands for a stereo view",
    remedy: "Use one pattern for each view, such as plate.left.####.exr.",
  },
  {
    pattern: /%[1-9][0-9]*d/,
    reason: "pads with spaces",
    remedy: "Put a 0 in front of the number of digits, such as %04d.",
  },
  { pattern: /\$FF\b/, reason: "is a fractional frame of Houdini", remedy: "Use $F4 or ####." },
  {
    pattern: /[*?]/,
    reason: "matches any text, not only frame numbers",
    remedy: "Use one # for each digit, such as plate.####.exr.",
  },
  {
    pattern: /-?[0-9]+-[0-9]+(?=[#@])|\[[0-9]+-[0-9]+\]/,
    reason: "is a frame range within the pattern",
    remedy: "Write only the pattern, such as plate.####.exr, and the range in its own field.",
  },
];
