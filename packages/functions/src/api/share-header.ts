/** Header with a share link's secret, which is thereby in no log of addresses. */
export const SHARE_SECRET = "pegbar-share";
