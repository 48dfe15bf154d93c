/**
 * The public form of a git remote, without user name, password and query: `https://github.com/owner/name`.
 * Undefined for a folder, and for anything else that names no host.
 * @param remote as in git's settings: a URL, or `git@host:owner/name.git`
 */
export function parseRemoteUrl(remote: string): string | undefined {
  const [, host, place] = /^(?:[^@/\s]+@)?([\w.-]{2,}):(?!\/\/)([\w.~/-]+)$/.exec(remote) ?? [];
  const url = URL.parse(
    host === undefined || place === undefined ? remote : `ssh://${host}/${place.replace(/^\/+/, "")}`,
  );
  if (!url || url.hostname === "" || !["https:", "http:", "ssh:", "git:"].includes(url.protocol)) return undefined;
  const name = url.pathname.replace(/\/+$/, "").replace(/\.git$/, "");
  return `${url.protocol}//${url.host}${name}`;
}
