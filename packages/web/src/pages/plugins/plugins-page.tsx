import { useQuery } from "@tanstack/react-query";
import type { PluginListing } from "@pegbar/plugins";
import { CopyField } from "../../components/copy-field.tsx";
import { PageError, PageSkeleton } from "../../components/page-state.tsx";
import { Deployment } from "./deployment.tsx";
import { PluginCard } from "./plugin-card.tsx";
import { FOLDER, plugins } from "./queries.ts";

/** Downloads of the plug-ins for Blender and Maya, preconfigured for this portal. */
export function PluginsPage() {
  const { data, error, refetch } = useQuery(plugins);
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4 md:p-6">
      <title>Plug-ins – Pegbar</title>
      <h1>Plug-ins</h1>
      {error ? (
        <PageError error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Downloads listing={data} />
      ) : (
        <PageSkeleton />
      )}
    </div>
  );
}

/** Blender adds the repository when this address is dropped into its window. */
const DROPPED = "?repository=./index.json&blender_version_min=4.2.0";

function Downloads({ listing: { version, url, downloads } }: { listing: PluginListing }) {
  const [blender, maya] = ["blender", "maya"].map((host) => downloads.find((one) => one.host === host));
  return (
    <>
      <p className="text-soft">
        Submit from your scene, and get the results back in it. Version {version}
        {url !== null && (
          <>
            , set up for <span className="font-medium wrap-anywhere text-text">{url}</span>
          </>
        )}
        .
      </p>
      {blender && (
        <PluginCard
          title="Blender 4.2 and later"
          file={blender}
          parameters={DROPPED}
          isSecondary
          steps={[
            <>Open Edit → Preferences → Get Extensions, and allow online access if Blender asks.</>,
            <>Choose Repositories → + → Add Remote Repository, and paste the address below.</>,
            <>Search for Pegbar and choose Install. Blender finds new versions there, too.</>,
          ]}
        >
          <CopyField label="Repository address" value={`${url ?? location.origin}${FOLDER}index.json`} />
          <p className="text-sm text-soft">
            Or drag the download into Blender’s window. To install without updates, choose Install from Disk in the menu
            of Get Extensions.
          </p>
        </PluginCard>
      )}
      {blender && (
        <PluginCard
          title="Blender 3.4 to 4.1"
          file={blender}
          steps={[
            <>Download the ZIP, and don’t unpack it.</>,
            <>Choose Edit → Preferences → Add-ons → Install, and open the ZIP.</>,
            <>Select the checkbox of Pegbar in the list.</>,
          ]}
        />
      )}
      {maya && (
        <PluginCard
          title="Maya 2024 and later"
          file={maya}
          steps={[
            <>
              Unpack the ZIP into Maya’s folder for modules: Documents\maya\modules on Windows,
              ~/Library/Preferences/Autodesk/maya/modules on macOS, ~/maya/modules on Linux.
            </>,
            <>Start Maya again.</>,
            <>Choose Pegbar on the shelf of the same name.</>,
          ]}
        />
      )}
      <Deployment version={version} url={url ?? location.origin} />
    </>
  );
}
