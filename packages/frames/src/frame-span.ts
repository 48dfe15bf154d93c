/** Frames without gaps; both ends belong to it. */
export interface FrameSpan {
  readonly first: number;
  readonly last: number;
}

export const countSpan = ({ first, last }: FrameSpan): number => last - first + 1;
