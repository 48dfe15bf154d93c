interface Row {
  id: string;
  name: string;
  version: number;
  position: number;
  sha256: string;
  bytes: number;
  contentType: string;
}

/** What the ledger record of a result says about the asset and its file. */
export const describeResult = ({ id, name, version, position, sha256, bytes, contentType }: Row) => ({
  eventId: id,
  assetId: id,
  asset: { name, version, position },
  output: { sha256, bytes, contentType },
});
