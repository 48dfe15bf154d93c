/** Where a program waits for its code. Fixed, for issuers that know redirects by heart: register all five with the client. */
export const PORTS = [43110, 43111, 43112, 43113, 43114] as const;
