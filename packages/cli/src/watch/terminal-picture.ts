/** Protocols of terminals for inline images. */
type Protocol = "iterm" | "kitty";

/** Detects the terminal's picture protocol from its environment; undefined if it has none. */
export function detectPictureProtocol(env: NodeJS.ProcessEnv, isTTY: boolean): Protocol | undefined {
  // Terminal multiplexers drop the sequences.
  if (!isTTY || env["TMUX"] || env["STY"] || /^(screen|tmux)/.test(env["TERM"] ?? "")) return undefined;
  if (env["TERM_PROGRAM"] === "iTerm.app" || env["TERM_PROGRAM"] === "WezTerm" || env["LC_TERMINAL"] === "iTerm2")
    return "iterm";
  if (env["KITTY_WINDOW_ID"] || env["TERM"] === "xterm-kitty" || env["TERM_PROGRAM"] === "ghostty") return "kitty";
  return undefined;
}

const KITTY_CHUNK = 4096;
const isPng = (bytes: Uint8Array) => bytes[0] === 0x89 && bytes[1] === 0x50;

/** Encodes an image for the terminal, 12 rows high; undefined if the protocol does not support its format. */
export function encodeTerminalPicture(protocol: Protocol, bytes: Uint8Array): string | undefined {
  const encoded = Buffer.from(bytes).toString("base64");
  if (protocol === "iterm")
    return `\u001b]1337;File=inline=1;size=${bytes.length};height=12;preserveAspectRatio=1:${encoded}\u0007\n`;
  // Kitty's protocol accepts PNG and raw pixels.
  if (!isPng(bytes)) return undefined;
  const chunks = encoded.match(new RegExp(`.{1,${KITTY_CHUNK}}`, "g")) ?? [];
  const parts = chunks.map((chunk, index) => {
    const more = index < chunks.length - 1 ? 1 : 0;
    return `\u001b_G${index === 0 ? "f=100,a=T,r=12," : ""}m=${more};${chunk}\u001b\\`;
  });
  return `${parts.join("")}\n`;
}
