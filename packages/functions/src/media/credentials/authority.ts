const LAST = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/;

/** The certificate of a chain's authority, the last one. PEM. */
export function readAuthority(chain: string): string {
  const [found] = LAST.exec(chain) ?? [];
  if (found === undefined) throw new Error("the chain for content credentials does not end with a certificate in PEM");
  return found;
}
