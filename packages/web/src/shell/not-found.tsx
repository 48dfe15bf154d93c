import { HomeLink } from "./home-link.tsx";

export function NotFound() {
  return (
    <div className="flex flex-col gap-3 p-8">
      <title>Page not found – Pegbar</title>
      <h1>Page not found</h1>
      <p className="text-soft">The page doesn’t exist, or you don’t have access to it.</p>
      <HomeLink />
    </div>
  );
}
