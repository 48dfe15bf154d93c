/** Names of outputs whose files are pictures. */
export const listPictureNames = (rows: readonly { name: string; contentType: string }[]): string[] => [
  ...new Set(rows.filter(({ contentType }) => contentType.startsWith("image/")).map(({ name }) => name)),
];
