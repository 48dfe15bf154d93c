import { spawn } from "node:child_process";

const programs: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens a URL in the user's browser; false if there is none. */
export function openBrowser(url: string): boolean {
  const { platform, env } = process;
  if (platform === "linux" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"] && !env["WSL_DISTRO_NAME"]) return false;
  const [program, ...flags] = programs[platform] ?? ["xdg-open"];
  const child = spawn(program, [...flags, url], { stdio: "ignore", detached: true });
  // Without such a program, the user copies the URL from the terminal.
  child.on("error", () => undefined);
  child.unref();
  return true;
}
