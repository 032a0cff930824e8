package org.cxrlab.run;

import java.util.List;

/** The tables of the file of runs. */
final class RunTables {
  /** The statements that make them, each table after those it refers to. */
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            message TEXT,
            started TEXT NOT NULL,
            ended TEXT,
            seconds REAL,
            owner TEXT NOT NULL,
            code_version TEXT NOT NULL,
            seed INTEGER NOT NULL,
            plan TEXT NOT NULL,
            labels TEXT NOT NULL,
            data_fingerprint TEXT NOT NULL,
            train_fingerprint TEXT NOT NULL,
            split_fingerprint TEXT NOT NULL,
            backbone TEXT,
            best_epoch INTEGER,
            model_path TEXT,
            model_hash TEXT)""",
          """
          CREATE TABLE IF NOT EXISTS steps (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            loss REAL,
            learning_rate REAL,
            seconds REAL,
            PRIMARY KEY (run, step)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS epochs (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            epoch INTEGER NOT NULL,
            step INTEGER NOT NULL,
            training_loss REAL,
            validation_loss REAL,
            mean_auroc REAL,
            auroc TEXT NOT NULL,
            seconds REAL,
            PRIMARY KEY (run, epoch)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS metrics (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            part TEXT NOT NULL,
            name TEXT NOT NULL,
            label TEXT NOT NULL,
            value REAL,
            PRIMARY KEY (run, part, name, label)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS predictions (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            part TEXT NOT NULL,
            position INTEGER NOT NULL,
            image TEXT NOT NULL,
            patient TEXT NOT NULL,
            probabilities TEXT NOT NULL,
            truth TEXT NOT NULL,
            PRIMARY KEY (run, part, position)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS figures (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            png BLOB NOT NULL,
            PRIMARY KEY (run, name))""",
          """
          CREATE TABLE IF NOT EXISTS heads (
            run INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
            weight BLOB NOT NULL,
            bias BLOB NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS sweeps (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            identity TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            spec TEXT NOT NULL,
            created TEXT NOT NULL)""",
          """
          CREATE TABLE IF NOT EXISTS trials (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sweep INTEGER NOT NULL REFERENCES sweeps(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            rung INTEGER NOT NULL,
            epochs INTEGER NOT NULL,
            identity TEXT NOT NULL,
            parameters TEXT NOT NULL,
            status TEXT NOT NULL,
            owner TEXT,
            starts INTEGER NOT NULL DEFAULT 0,
            score REAL,
            loss REAL,
            seconds REAL,
            message TEXT,
            run INTEGER REFERENCES runs(id) ON DELETE SET NULL,
            UNIQUE (sweep, number, rung))""",
          """
          CREATE TABLE IF NOT EXISTS left_out (
            run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            image TEXT NOT NULL,
            part TEXT NOT NULL,
            step INTEGER NOT NULL,
            reason TEXT NOT NULL,
            last_of TEXT NOT NULL,
            PRIMARY KEY (run, position)) WITHOUT ROWID""",
          """
          CREATE TABLE IF NOT EXISTS open_labels (
            run INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
            taken_as TEXT NOT NULL)""",
          "CREATE INDEX IF NOT EXISTS trials_by_identity ON trials(identity, status)");

  private RunTables() {}
}
