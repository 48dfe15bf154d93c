/** Type of a result that is dragged within the portal; its data is the asset's id. */
export const ASSET_TYPE = "application/x-pegbar-asset";
