import { HomeLink } from "./home-link.tsx";

export function NotFound() {
  return (
    <div className="flex flex-col gap-3 p-8">
      <title>Not found – Pegbar</title>
      <h1>There is nothing at this address</h1>
      <p className="text-soft">It may have been mistyped, or what was here is not yours to see.</p>
      <HomeLink />
    </div>
  );
}
