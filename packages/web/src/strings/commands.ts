/** Text of the command palette and of the keyboard shortcuts. */
export const strings = {
  palette: "Command palette",
  paletteHint: "Type a command or search pictures",
  noCommand: "No command with this name",
  goTo: (page: string) => `Go to ${page}`,
  searchPictures: (text: string) => `Search pictures for “${text}”`,
  focusSearch: "Search on this page",
  help: "Keyboard shortcuts",
  keysHint: "Single keys work when no text field has the focus.",
  close: "Close",
};
