import { Button } from "./button.tsx";

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Loads the next page of a list, if there is one. */
export const LoadMore = ({ query, children }: { query: Pages; children: string }) =>
  query.hasNextPage && (
    <Button
      variant="plain"
      className="self-center"
      busy={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {children}
    </Button>
  );
