/**
 * A component of the platform; it may share its process with others. Runs until `signal` aborts and calls `ready` once it
 * accepts requests. Reads its settings from the environment.
 */
export type Component = (signal: AbortSignal, ready: () => void) => Promise<void>;
