/** Text of videos, sound and 3D models in place. */
export const strings = {
  play: "Play",
  pause: "Pause",
  previousFrame: "Previous frame",
  nextFrame: "Next frame",
  frame: (n: number, all: number | null) => (all === null ? `Frame ${n}` : `Frame ${n} of ${all}`),
  loop: "Loop",
  loading: "Loading…",
  cannotPlay: "This browser can’t play the file. Download it to open it in another program.",
  noPreview: "This file has no preview in the browser. Download it to open it.",
  no3d: "This browser has no WebGL to show the model. Download it to open it in another program.",
  broken3d: "The model can’t be shown here. Download it to open it in another program.",
  model: (name: string) => `3D model ${name}. Drag to turn it, scroll to zoom.`,
};
