const LAST = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/;

/** Reads the certificate of a chain's authority, which is the last one. PEM. */
export function readAuthority(chain: string): string {
  const [found] = LAST.exec(chain) ?? [];
  if (found === undefined) throw new Error("the chain for content credentials does not end with a certificate in PEM");
  return found;
}
