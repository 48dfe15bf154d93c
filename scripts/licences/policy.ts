import satisfies from "spdx-satisfies";

/** SPDX identifiers that anything we ship may be under. */
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

/** Packages reviewed one by one: what else they may be under, and why. */
export const REVIEWED: readonly { packages: RegExp; licence: string; why: string }[] = [
  {
    packages: /^@img\/sharp-/,
    licence: "LGPL-3.0-or-later",
    why: "libvips is a shared library in a package of its own: in no bundle, and anybody can replace it",
  },
  {
    packages: /^lightningcss(-|$)/,
    licence: "MPL-2.0",
    why: "builds the portal's style sheets: in no bundle, and unchanged",
  },
  {
    packages: /^mediabunny$/,
    licence: "MPL-2.0",
    why: "bundled into the media functions unchanged; the licence covers its own files, whose source is its npm package",
  },
];

export interface Package {
  name: string;
  version: string;
  /** As the package declares it; undefined where it declares none. */
  licence: string | undefined;
}

/** Why a package may not be shipped; undefined when it may. */
export function findProblem({ name, version, licence }: Package): string | undefined {
  const label = `${name}@${version}`;
  if (licence === undefined || licence === "") return `${label} declares no licence`;
  const reviewed = REVIEWED.filter(({ packages }) => packages.test(name)).map((one) => one.licence);
  try {
    if (satisfies(licence, [...ALLOWED, ...reviewed])) return undefined;
  } catch {
    // spdx-satisfies throws for anything that it cannot parse.
    return `${label} declares ${JSON.stringify(licence)}, which is not an SPDX expression`;
  }
  return `${label} is under ${licence}, which is not allowed`;
}
