/** Run time of the sequencer, in milliseconds: longer than the minute after which the next one starts, so that one always runs. */
export const RUN_MS = 65_000;
