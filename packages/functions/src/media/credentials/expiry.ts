import { X509Certificate } from "node:crypto";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** When the first certificate of a chain (PEM) expires, as a Unix time in seconds: signatures expire with it. */
export const readExpiry = (chain: string): number =>
  Math.min(...[...chain.matchAll(CERTIFICATE)].map(([pem]) => new X509Certificate(pem).validToDate.getTime() / 1000));
