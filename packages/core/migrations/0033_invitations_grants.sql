-- pegbar_identity no longer makes anybody a member: people accept, as members of the tenant. It remembers their default tenant.
REVOKE UPDATE (status) ON member FROM pegbar_identity;
--> statement-breakpoint
GRANT UPDATE (default_at) ON member TO pegbar_identity;
