-- One file for SQLite and PostgreSQL; the two placeholders are all that differs (see Dialect).
-- Instants are microseconds since the epoch, durations nanoseconds, digests two 64-bit halves.
-- task and outcome have no foreign keys: a million rows are written at once, and checking each costs more than writing it.

CREATE TABLE project (
  seq ${identity},
  name TEXT NOT NULL UNIQUE,
  planned BIGINT NOT NULL DEFAULT 0       -- touched by each planner, so that two of them wait for each other
);

CREATE TABLE run (
  seq ${identity},
  id TEXT NOT NULL UNIQUE,
  project_seq BIGINT NOT NULL REFERENCES project (seq),
  folder TEXT NOT NULL,
  results TEXT NOT NULL,
  state TEXT NOT NULL,
  created BIGINT NOT NULL,
  ended BIGINT,
  code_high BIGINT NOT NULL,
  code_low BIGINT NOT NULL,
  rounds INTEGER NOT NULL,
  total INTEGER NOT NULL,
  cached INTEGER NOT NULL,
  workers INTEGER NOT NULL,
  command TEXT NOT NULL,                  -- JSON list
  environment TEXT NOT NULL,              -- JSON list of [name, value]
  initialize BIGINT NOT NULL,
  elapsed BIGINT NOT NULL
);
CREATE INDEX run_by_project ON run (project_seq, created);

-- How many tasks of a run stand where, so that nobody counts a million rows.
CREATE TABLE tally (
  run_seq BIGINT NOT NULL PRIMARY KEY REFERENCES run (seq),
  planned INTEGER NOT NULL DEFAULT 0,
  cached INTEGER NOT NULL DEFAULT 0,
  succeeded INTEGER NOT NULL DEFAULT 0,   -- without the cached ones
  failed INTEGER NOT NULL DEFAULT 0,
  revoked INTEGER NOT NULL DEFAULT 0
);

-- Texts that the tasks of a run share: input roots and parameters.
CREATE TABLE dictionary (
  run_seq BIGINT NOT NULL,
  n INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run_seq, n)
) ${clustered};

CREATE TABLE task (
  run_seq BIGINT NOT NULL,
  ordinal INTEGER NOT NULL,
  key_high BIGINT NOT NULL,
  key_low BIGINT NOT NULL,
  print_high BIGINT NOT NULL,
  print_low BIGINT NOT NULL,
  root INTEGER NOT NULL,                  -- dictionary.n
  input TEXT NOT NULL,
  size BIGINT NOT NULL,
  version TEXT NOT NULL,
  col TEXT,
  params INTEGER NOT NULL,                -- dictionary.n
  round INTEGER NOT NULL,
  cached_seq BIGINT,                      -- the run and task whose outcome is used
  cached_ordinal INTEGER,
  PRIMARY KEY (run_seq, ordinal)
) ${clustered};
CREATE INDEX task_by_source ON task (cached_seq, cached_ordinal) WHERE cached_seq IS NOT NULL;

CREATE TABLE outcome (
  run_seq BIGINT NOT NULL,
  ordinal INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  started BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  worker INTEGER NOT NULL,
  json TEXT,
  blob TEXT,                              -- SHA-256 of a large result
  blob_size BIGINT,
  failure TEXT,                           -- JSON list: kind, message, detail
  log TEXT,
  log_bytes BIGINT,
  log_cut BIGINT,
  PRIMARY KEY (run_seq, ordinal)
) ${clustered};
CREATE INDEX outcome_by_blob ON outcome (blob) WHERE blob IS NOT NULL;

-- The latest outcome of a key under each fingerprint.
CREATE TABLE history (
  project_seq BIGINT NOT NULL,
  key_high BIGINT NOT NULL,
  key_low BIGINT NOT NULL,
  print_high BIGINT NOT NULL,
  print_low BIGINT NOT NULL,
  run_seq BIGINT NOT NULL,
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (project_seq, key_high, key_low, print_high, print_low)
) ${clustered};

CREATE TABLE worker (
  run_seq BIGINT NOT NULL REFERENCES run (seq),
  number INTEGER NOT NULL,
  node TEXT NOT NULL,
  address TEXT NOT NULL,
  pid BIGINT NOT NULL,
  slot INTEGER NOT NULL,
  started BIGINT NOT NULL,
  PRIMARY KEY (run_seq, number)
) ${clustered};

CREATE TABLE running (
  run_seq BIGINT NOT NULL REFERENCES run (seq),
  ordinal INTEGER NOT NULL,
  worker INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (run_seq, ordinal)
) ${clustered};

CREATE TABLE lease (
  resource TEXT NOT NULL PRIMARY KEY,
  epoch BIGINT NOT NULL,
  held INTEGER NOT NULL,                  -- 1, or 0 once it was released
  host TEXT NOT NULL,
  boot TEXT NOT NULL,
  pid BIGINT NOT NULL,
  started BIGINT NOT NULL,
  expires BIGINT NOT NULL
) ${clustered};

CREATE TABLE intent (
  id ${identity},
  kind TEXT NOT NULL,
  action TEXT NOT NULL,
  state TEXT NOT NULL,
  resource TEXT,
  detail TEXT,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL
);
CREATE INDEX intent_by_state ON intent (state, action);
CREATE INDEX intent_by_resource ON intent (resource);

CREATE TABLE intent_tag (
  intent_id BIGINT NOT NULL REFERENCES intent (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (intent_id, name)
) ${clustered};

CREATE TABLE input_digest (
  path_high BIGINT NOT NULL,              -- digest of the path
  path_low BIGINT NOT NULL,
  size BIGINT NOT NULL,
  modified BIGINT NOT NULL,               -- nanoseconds since the epoch
  sha256 TEXT NOT NULL,
  PRIMARY KEY (path_high, path_low)
) ${clustered};

CREATE TABLE request (
  id ${identity},
  run_seq BIGINT NOT NULL REFERENCES run (seq),
  kind TEXT NOT NULL,
  ordinal INTEGER,
  answer TEXT,
  created BIGINT NOT NULL
);
CREATE INDEX request_by_run ON request (run_seq);
