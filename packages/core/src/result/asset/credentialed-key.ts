/** What the file with content credentials is called beside the one without: `….v001.signed.png`. */
export const buildCredentialedName = (filename: string): string => filename.replace(/(\.[A-Za-z0-9]+)?$/, ".signed$1");

/** Below this lie an asset's files with content credentials: one that stands, and what a task left that was killed. */
export const buildCredentialedPrefix = (tenantId: string, assetId: string): string =>
  `${tenantId}/credentialed/${assetId}/`;
