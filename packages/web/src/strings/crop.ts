import { locale } from "../components/locale.ts";

/** Text of the dialog that crops a picture or places it on a larger canvas. */
export const strings = {
  open: "Crop",
  openFor: (name: string) => `Crop or place ${name}`,
  title: (name: string) => `Crop or place ${name}`,
  canvas: "Part of the picture that is used. Drag to move it, scroll to zoom.",
  hint: "Drag or use the arrow keys to move (Shift: 10 px), scroll or + and − to zoom. The result is an 8-bit PNG of exactly this size.",
  width: "Width",
  height: "Height",
  preset: "Size",
  presets: {
    custom: "Custom",
    form: (width: number, height: number) => `As in the settings, ${width} × ${height}`,
    original: (width: number, height: number) => `As the picture, ${width} × ${height}`,
    square: "1:1",
    wide: "16:9",
    classic: "4:3",
    cinema: "2.39:1",
  },
  zoom: (percent: number) => `Zoom, ${percent} %`,
  fit: "Fit",
  fill: "Fill",
  pixels: "1:1 pixels",
  background: "Around the picture",
  backgrounds: { transparent: "Transparent", black: "Black", white: "White", grey: "Grey" },
  cancel: "Cancel",
  save: "Use picture",
  sizeRange: (most: number) => `Enter whole numbers from 16 to ${most.toLocaleString(locale)}.`,
  unreadable: "This browser can’t read the picture. Crop it in another program, then add it again.",
};
