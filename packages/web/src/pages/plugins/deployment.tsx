import { FOLDER } from "./queries.ts";

/** How a studio installs the plug-ins on many machines. */
export function Deployment({ version, url }: { version: string; url: string }) {
  const listing = `${url}${FOLDER}plugins.json`;
  return (
    <details className="rounded-lg border border-line bg-surface p-4 md:p-5">
      <summary className="font-semibold">Install on many machines</summary>
      <div className="mt-3 flex flex-col gap-3 text-sm">
        <p>
          The files need no sign-in. <code className="font-mono wrap-anywhere">{listing}</code> lists names, sizes and
          hashes, so that a script notices new versions.
        </p>
        <Command>{`curl -fO ${url}${FOLDER}pegbar-blender-${version}.zip`}</Command>
        <p>
          Your launcher can set the address with the environment variable <code className="font-mono">PEGBAR_URL</code>,
          and the studio of a member of several with <code className="font-mono">PEGBAR_TENANT</code>. They take
          precedence over what the plug-in contains. The documentation lists all variables, in{" "}
          <code className="font-mono wrap-anywhere">docs/how-to/plugins/deploy.md</code>.
        </p>
      </div>
    </details>
  );
}

const Command = ({ children }: { children: string }) => (
  <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono" tabIndex={0}>
    {children}
  </pre>
);
