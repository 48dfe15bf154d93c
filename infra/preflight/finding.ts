/** Something in an account that a deploy of a stage would fail at, or that would fail after it. */
export interface Finding {
  /** What is wrong, and why it matters. */
  what: string;
  /** The command, or the file, that fixes it. */
  fix: string;
}

/** Options of AWS's clients: region, and in tests the address of a server. */
export interface ClientConfig {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  maxAttempts?: number;
}
