DROP POLICY "tenant" ON "checkpoint" CASCADE;--> statement-breakpoint
DROP POLICY "platform_pegbar_sequencer_all" ON "checkpoint" CASCADE;--> statement-breakpoint
DROP TABLE "checkpoint" CASCADE;--> statement-breakpoint
DROP POLICY "tenant" ON "intent" CASCADE;--> statement-breakpoint
DROP POLICY "platform_pegbar_sequencer_all" ON "intent" CASCADE;--> statement-breakpoint
DROP POLICY "platform_pegbar_dispatch_select" ON "intent" CASCADE;--> statement-breakpoint
DROP TABLE "intent" CASCADE;--> statement-breakpoint
DROP POLICY "tenant" ON "leaf" CASCADE;--> statement-breakpoint
DROP POLICY "platform_pegbar_sequencer_all" ON "leaf" CASCADE;--> statement-breakpoint
DROP TABLE "leaf" CASCADE;--> statement-breakpoint
DROP POLICY "tenant" ON "log" CASCADE;--> statement-breakpoint
DROP POLICY "platform_pegbar_sequencer_all" ON "log" CASCADE;--> statement-breakpoint
DROP TABLE "log" CASCADE;--> statement-breakpoint
DROP POLICY "tenant" ON "tree_node" CASCADE;--> statement-breakpoint
DROP POLICY "platform_pegbar_sequencer_all" ON "tree_node" CASCADE;--> statement-breakpoint
DROP TABLE "tree_node" CASCADE;