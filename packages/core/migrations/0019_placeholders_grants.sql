GRANT UPDATE (placeholder) ON asset TO pegbar_app;
