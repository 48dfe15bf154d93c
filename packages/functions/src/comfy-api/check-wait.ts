/** Maximum time that a request waits for the check of a file, in milliseconds. A gateway ends requests after 29 s. */
export const CHECK_WAIT_MS = 20_000;
