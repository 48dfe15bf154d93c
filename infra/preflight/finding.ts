/** A problem of an account, because of which the deploy of a stage, or the stage itself, would fail. */
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
