/** Text of the viewer: zoom and comparison. */
export const strings = {
  slider: "Slider",
  sideBySide: "Side by side",
  thisPicture: "This picture",
  otherPicture: "Other picture",
  input: (name: string) => `Input ${name}`,
  review: (version: string) => `Review ${version}`,
  visibleShare: "Visible share of this picture",
};
