-- Runs of chains, why steps failed, and requests to end what runs. The rules of V1 hold.

CREATE TABLE chain_run (
  seq ${identity},
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  file TEXT NOT NULL,
  state TEXT NOT NULL,
  exit_code INTEGER,
  created BIGINT NOT NULL,
  ended BIGINT,
  command TEXT NOT NULL,                  -- JSON list
  options TEXT NOT NULL,                  -- JSON object
  environment TEXT NOT NULL               -- JSON list of [name, value]
);
CREATE INDEX chain_run_by_file ON chain_run (file, created);
CREATE INDEX chain_run_by_age ON chain_run (created);

CREATE TABLE chain_element (
  chain_seq BIGINT NOT NULL REFERENCES chain_run (seq),
  number INTEGER NOT NULL,                -- place in the chain, from 0
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL,
  run TEXT,                               -- run.id or pipeline_run.id, also of one that is about to be made
  reason TEXT,
  left_out INTEGER NOT NULL,
  started BIGINT,
  ended BIGINT,
  PRIMARY KEY (chain_seq, number)
) ${clustered};

ALTER TABLE step ADD COLUMN cause TEXT;   -- JSON list: summary, evidence, fix

-- Somebody asks the holder of a lease to end its work.
CREATE TABLE cancel (
  resource TEXT NOT NULL PRIMARY KEY,     -- lease.resource
  asked BIGINT NOT NULL
) ${clustered};
