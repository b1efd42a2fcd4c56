-- Runs of pipelines. The rules of V1 hold: microseconds, one file for both databases.

CREATE TABLE pipeline_run (
  seq ${identity},
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  file TEXT NOT NULL,
  folder TEXT NOT NULL,
  results TEXT NOT NULL,
  state TEXT NOT NULL,
  exit_code INTEGER,
  created BIGINT NOT NULL,
  ended BIGINT,
  command TEXT NOT NULL,                  -- JSON list
  options TEXT NOT NULL,                  -- JSON object
  environment TEXT NOT NULL               -- JSON list of [name, value]
);
CREATE INDEX pipeline_run_by_file ON pipeline_run (file, created);
CREATE INDEX pipeline_run_by_age ON pipeline_run (created);

CREATE TABLE step (
  run_seq BIGINT NOT NULL REFERENCES pipeline_run (seq),
  number INTEGER NOT NULL,                -- place in the pipeline, from 1
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  print_high BIGINT,                      -- fingerprint
  print_low BIGINT,
  PRIMARY KEY (run_seq, number)
) ${clustered};

-- An attempt of a step: a job.
CREATE TABLE step_job (
  run_seq BIGINT NOT NULL REFERENCES pipeline_run (seq),
  step INTEGER NOT NULL,                  -- step.number
  attempt INTEGER NOT NULL,
  engine TEXT NOT NULL,
  state TEXT NOT NULL,
  handle TEXT,
  exit_code INTEGER,
  detail TEXT,
  folder TEXT NOT NULL,
  created BIGINT NOT NULL,
  started BIGINT,
  ended BIGINT,
  PRIMARY KEY (run_seq, step, attempt)
) ${clustered};
