GRANT SELECT ON image TO pegbar_operator;
