GRANT UPDATE (credentialed_key, credentialed_sha256, credentialed_bytes) ON asset TO pegbar_app;
--> statement-breakpoint
-- They tell of an input, which may be erased: see 0024.
ALTER TABLE input ALTER COLUMN credentials SET STATISTICS 0;
