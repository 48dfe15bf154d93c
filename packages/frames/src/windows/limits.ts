/** Maximum number of frames that are divided into windows. */
export const MAX_WINDOWED_FRAMES = 100_000;
