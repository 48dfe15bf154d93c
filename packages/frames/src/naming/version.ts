/** A version's number for people, as in file names by default: `v003`. */
export const formatVersion = (number: number): string => `v${String(number).padStart(3, "0")}`;
