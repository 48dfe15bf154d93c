GRANT DELETE ON input TO pegbar_dispatch;
