//! The data files: journal.jsonl, couverture.csv, etat.json.
