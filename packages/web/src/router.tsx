import { createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { admin } from "./pages/admin/routes.ts";
import { parseGenerateSearch } from "./pages/generate/search.ts";
import { parseJobsSearch } from "./pages/jobs/search.ts";
import { operator } from "./pages/operator/routes.ts";
import { parsePicturesSearch } from "./pages/pictures/search.ts";
import { root } from "./root.ts";
import { Home } from "./shell/home.tsx";

const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });
const generate = createRoute({
  getParentRoute: () => root,
  path: "/generate",
  validateSearch: parseGenerateSearch,
  component: lazyRouteComponent(() => import("./pages/generate/generate-page.tsx"), "GeneratePage"),
});
const jobs = createRoute({
  getParentRoute: () => root,
  path: "/jobs",
  validateSearch: parseJobsSearch,
  component: lazyRouteComponent(() => import("./pages/jobs/jobs-page.tsx"), "JobsPage"),
});
const job = createRoute({
  getParentRoute: () => root,
  path: "/jobs/$jobId",
  component: lazyRouteComponent(() => import("./pages/jobs/job-page.tsx"), "JobPage"),
});

const batches = createRoute({
  getParentRoute: () => root,
  path: "/batches",
  component: lazyRouteComponent(() => import("./pages/batches/batches-page.tsx"), "BatchesPage"),
});
const batch = createRoute({
  getParentRoute: () => root,
  path: "/batches/$batchId",
  component: lazyRouteComponent(() => import("./pages/batches/batch-page.tsx"), "BatchPage"),
});

const version = createRoute({
  getParentRoute: () => root,
  path: "/versions/$versionId",
  component: lazyRouteComponent(() => import("./pages/review/version-page.tsx"), "VersionPage"),
});
const playlists = createRoute({
  getParentRoute: () => root,
  path: "/playlists",
  component: lazyRouteComponent(() => import("./pages/playlists/playlists-page.tsx"), "PlaylistsPage"),
});
const playlist = createRoute({
  getParentRoute: () => root,
  path: "/playlists/$playlistId",
  component: lazyRouteComponent(() => import("./pages/playlists/playlist-page.tsx"), "PlaylistPage"),
});
const pictures = createRoute({
  getParentRoute: () => root,
  path: "/pictures",
  validateSearch: parsePicturesSearch,
  component: lazyRouteComponent(() => import("./pages/pictures/pictures-page.tsx"), "PicturesPage"),
});

const plugins = createRoute({
  getParentRoute: () => root,
  path: "/plugins",
  component: lazyRouteComponent(() => import("./pages/plugins/plugins-page.tsx"), "PluginsPage"),
});
const invitations = createRoute({
  getParentRoute: () => root,
  path: "/invitations",
  component: lazyRouteComponent(() => import("./pages/invitations/invitations-page.tsx"), "InvitationsPage"),
});

const tree = root.addChildren([
  home,
  generate,
  jobs,
  job,
  batches,
  batch,
  version,
  playlists,
  playlist,
  pictures,
  plugins,
  invitations,
  admin,
  ...operator,
]);

export const createPortalRouter = () =>
  createRouter({ routeTree: tree, defaultPreload: "intent", scrollRestoration: true, defaultPendingMs: 300 });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
