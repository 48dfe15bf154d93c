/** Seconds in which interactive jobs should start while capacity allows. */
export const START_OBJECTIVE_SECONDS = 60;
