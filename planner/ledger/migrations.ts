/** The ledger's schema, one migration a version: PRAGMA user_version is the number of those applied. Never edit one that was released. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    as_of TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    outcome TEXT NOT NULL DEFAULT 'running',
    message TEXT NOT NULL DEFAULT ''
  ) STRICT;

  CREATE TABLE plans (
    plan_id TEXT PRIMARY KEY,
    as_of TEXT NOT NULL,
    previous_plan TEXT,
    history_from TEXT NOT NULL,
    history_to TEXT NOT NULL,
    history_fingerprint TEXT NOT NULL,
    settings_fingerprint TEXT NOT NULL,
    options TEXT NOT NULL,
    plan TEXT NOT NULL
  ) STRICT;

  CREATE TABLE nights (
    as_of TEXT PRIMARY KEY,
    step TEXT NOT NULL CHECK (step IN ('begun', 'observed', 'decided', 'written', 'done')),
    history_fingerprint TEXT NOT NULL DEFAULT '',
    settings_fingerprint TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    proposed_plan TEXT REFERENCES plans,
    plan_in_force TEXT REFERENCES plans,
    gain_per_day REAL NOT NULL DEFAULT 0,
    fill_bytes REAL NOT NULL DEFAULT 0,
    move_bytes REAL NOT NULL DEFAULT 0,
    changes INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE decisions (
    decision TEXT NOT NULL CHECK (decision IN ('replica', 'move', 'job')),
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    ages TEXT NOT NULL,
    bytes REAL NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    plan_id TEXT NOT NULL REFERENCES plans,
    PRIMARY KEY (decision, name, region, ages, since)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX decisions_in_force ON decisions (decision, name, region) WHERE until IS NULL;

  CREATE TABLE traffic (
    day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('predicted', 'actual')),
    plan_id TEXT,
    before_bytes REAL NOT NULL,
    before_cost REAL NOT NULL,
    after_bytes REAL NOT NULL,
    after_cost REAL NOT NULL,
    remote_read_bytes REAL NOT NULL,
    refresh_bytes REAL NOT NULL,
    write_back_bytes REAL NOT NULL,
    PRIMARY KEY (day, kind)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE link_traffic (
    day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('predicted', 'actual')),
    from_region TEXT NOT NULL,
    to_region TEXT NOT NULL,
    bytes REAL NOT NULL,
    capacity_bytes REAL,
    PRIMARY KEY (day, kind, from_region, to_region)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE refusals (
    as_of TEXT NOT NULL,
    rail TEXT NOT NULL,
    decision TEXT NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    bytes REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (as_of, rail, decision, name, region)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE alarms (
    as_of TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    expected REAL NOT NULL,
    actual REAL NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (as_of, day, kind, subject)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE rollout (
    as_of TEXT NOT NULL,
    row INTEGER NOT NULL,
    decision TEXT NOT NULL,
    name TEXT NOT NULL,
    route TEXT NOT NULL,
    night INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    bytes REAL NOT NULL,
    PRIMARY KEY (as_of, row)
  ) STRICT, WITHOUT ROWID;
  `,
]
