/**
 * A part of the platform, in a process of its own or together with others. Runs until `signal` aborts; calls `ready` once
 * it serves. It reads its settings from the environment.
 */
export type Component = (signal: AbortSignal, ready: () => void) => Promise<void>;
