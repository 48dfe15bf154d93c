/**
 * Largest frame number and step, positive or negative; it fits into the 32 bits of other tools. openjd-model has no
 * limit.
 */
export const MAX_FRAME_NUMBER = 999_999_999;
