import satisfies from "spdx-satisfies";

/** SPDX identifiers of allowed licences. */
const ALLOWED = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
  "Zlib",
];

/** Packages that were reviewed individually: their additional licences, and the reason. */
export const REVIEWED: readonly { packages: RegExp; licence: string; why: string }[] = [
  {
    packages: /^@img\/sharp-/,
    licence: "LGPL-3.0-or-later",
    why: "libvips is a shared library in a separate package: no bundle contains it, and users can replace it",
  },
  {
    packages: /^lightningcss(-|$)/,
    licence: "MPL-2.0",
    why: "builds the portal's style sheets; no bundle contains it, and it is unchanged",
  },
  {
    packages: /^@fontsource\/roboto$/,
    licence: "OFL-1.1",
    why: "the font of texts in pictures, installed next to the media functions unchanged; the licence permits that, and pictures made with a font are not under it",
  },
  {
    packages: /^mediabunny$/,
    licence: "MPL-2.0",
    why: "bundled into the media functions unchanged; the licence covers its own files, whose source is its npm package",
  },
  {
    packages: /^@fontsource\/roboto-mono$/,
    licence: "OFL-1.1",
    why: "a font, installed unchanged with its licence; texts that are drawn with it are not under it",
  },
  {
    packages: /^@napi-rs\/webcodecs(-|$)/,
    licence: "GPL-2.0-or-later",
    why: "declares MIT, but its binaries contain x264 and x265: an optional package that a process of its own loads, in no bundle and in nothing that Pegbar publishes (docs/decisions/0021-encoder.md)",
  },
];

export interface Package {
  name: string;
  version: string;
  /** The licence as the package declares it; undefined if it declares none. */
  licence: string | undefined;
}

/** Why a package may not be shipped; undefined if it may. */
export function findProblem({ name, version, licence }: Package): string | undefined {
  const label = `${name}@${version}`;
  if (licence === undefined || licence === "") return `${label} declares no licence`;
  const reviewed = REVIEWED.filter(({ packages }) => packages.test(name)).map((one) => one.licence);
  try {
    if (satisfies(licence, [...ALLOWED, ...reviewed])) return undefined;
  } catch {
    // spdx-satisfies throws for invalid expressions.
    return `${label} declares ${JSON.stringify(licence)}, which is not an SPDX expression`;
  }
  return `${label} is under ${licence}, which is not allowed`;
}
