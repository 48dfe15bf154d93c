-- pegbar_app: an erasure empties what people wrote about the erased versions.
GRANT UPDATE (text, drawing) ON note TO pegbar_app;
--> statement-breakpoint
-- As for other values that can be erased: no copies of them in statistics.
ALTER TABLE note ALTER COLUMN text SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE note ALTER COLUMN drawing SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE review ALTER COLUMN comment SET STATISTICS 0;
--> statement-breakpoint
GRANT UPDATE (comment) ON review TO pegbar_app;
--> statement-breakpoint
-- pegbar_dispatch: the janitor rewrites the tables whose files contain erased values.
GRANT MAINTAIN ON note, review TO pegbar_dispatch;
