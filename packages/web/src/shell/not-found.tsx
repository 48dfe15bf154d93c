import { Link } from "@tanstack/react-router";

export function NotFound() {
  return (
    <div className="flex flex-col gap-3 p-8">
      <title>Not found – Pegbar</title>
      <h1>There is nothing at this address</h1>
      <p className="text-soft">It may have been mistyped, or what was here is not yours to see.</p>
      <Link to="/jobs" className="text-accent underline">
        To the jobs
      </Link>
    </div>
  );
}
