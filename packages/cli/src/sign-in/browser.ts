import { spawn } from "node:child_process";

const programs: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens an address in the user's browser; false where there is none to open. */
export function openBrowser(url: string): boolean {
  const { platform, env } = process;
  if (platform === "linux" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"] && !env["WSL_DISTRO_NAME"]) return false;
  const [program, ...flags] = programs[platform] ?? ["xdg-open"];
  const child = spawn(program, [...flags, url], { stdio: "ignore", detached: true });
  // Without such a program, the user copies the address from the terminal.
  child.on("error", () => undefined);
  child.unref();
  return true;
}
