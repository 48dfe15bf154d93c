/** What a file name can contain. */
export const namingFields = ["show", "sequence", "shot", "name", "version", "frame", "ext"] as const;
export type NamingField = (typeof namingFields)[number];

/** A part of a file name: text, or a field with the number of digits that it is padded to. */
export type NamingPart = { readonly text: string } | { readonly field: NamingField; readonly digits: number };

/** How the files of a show are named. */
export interface NamingScheme {
  readonly parts: readonly NamingPart[];
}

/** The scheme of a show that has chosen no other. */
export const DEFAULT_NAMING = "{sequence}_{shot}_{name}.v{version:03}.{frame:04}.{ext}";
