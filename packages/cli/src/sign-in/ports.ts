/** Loopback ports for the redirect. They are fixed for issuers that compare redirects exactly: register all five. */
export const PORTS = [43110, 43111, 43112, 43113, 43114] as const;
