/**
 * Versions of the plug-ins for Blender and Maya: of those that belong to this release, and the oldest that this API still
 * serves. Raise `minimumVersion` when a change of the API breaks older plug-ins (docs/how-to/plugins/versions.md).
 * `npm run check` compares `version` with plugins/pegbar_client/pegbar_client/version.py.
 */
export const pluginVersions = { version: "0.1.0", minimumVersion: "0.1.0" } as const;
