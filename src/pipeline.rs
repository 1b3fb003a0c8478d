//! The only orchestrator: it alone knows every stage, and it alone uses threads.
