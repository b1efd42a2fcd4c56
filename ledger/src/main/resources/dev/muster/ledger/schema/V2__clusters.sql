-- Clusters and jobs. The rules of V1 hold: microseconds, one file for both databases.

CREATE TABLE cluster (
  seq ${identity},
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  provider TEXT NOT NULL,
  spec TEXT NOT NULL,                     -- JSON
  state TEXT NOT NULL,
  owner TEXT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  used BIGINT NOT NULL
);
-- A deleted cluster's name is free.
CREATE UNIQUE INDEX cluster_by_name ON cluster (name) WHERE state <> 'DELETED';
CREATE INDEX cluster_by_age ON cluster (created);

CREATE TABLE node (
  cluster_seq BIGINT NOT NULL REFERENCES cluster (seq),
  number INTEGER NOT NULL,
  login TEXT,                             -- address.user
  host TEXT NOT NULL,
  port INTEGER,
  role TEXT NOT NULL,
  state TEXT NOT NULL,
  provider TEXT NOT NULL,
  facts TEXT NOT NULL,                    -- JSON object
  PRIMARY KEY (cluster_seq, number)
) ${clustered};

CREATE TABLE cluster_step (
  cluster_seq BIGINT NOT NULL REFERENCES cluster (seq),
  operation TEXT NOT NULL,
  node INTEGER NOT NULL,                  -- node.number, 0 for the whole cluster
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  detail TEXT,
  started BIGINT NOT NULL,
  ended BIGINT,
  PRIMARY KEY (cluster_seq, operation, node, name)
) ${clustered};

CREATE TABLE service (
  cluster_seq BIGINT NOT NULL REFERENCES cluster (seq),
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  settings TEXT NOT NULL,                 -- JSON
  state TEXT NOT NULL,
  endpoints TEXT NOT NULL,                -- JSON object
  updated BIGINT NOT NULL,
  PRIMARY KEY (cluster_seq, name)
) ${clustered};

-- Jobs outlive their cluster, whose row stays when it is deleted.
CREATE TABLE job (
  seq ${identity},
  id TEXT NOT NULL UNIQUE,
  cluster_seq BIGINT NOT NULL REFERENCES cluster (seq),
  kind TEXT NOT NULL,
  description TEXT NOT NULL,              -- JSON
  state TEXT NOT NULL,
  handle TEXT,
  exit_code INTEGER,
  detail TEXT,
  attempt INTEGER NOT NULL,
  created BIGINT NOT NULL,
  started BIGINT,
  ended BIGINT
);
CREATE INDEX job_by_cluster ON job (cluster_seq, created);
CREATE INDEX job_by_age ON job (created);
