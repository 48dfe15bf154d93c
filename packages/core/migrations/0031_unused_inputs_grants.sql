-- pegbar_dispatch: the janitor holds inputs that no job has used while it looks once more, and leaves their objects to itself.
GRANT UPDATE (announced_at) ON input TO pegbar_dispatch;
--> statement-breakpoint
GRANT INSERT ON removal TO pegbar_dispatch;
