"""Which joint sessions are held, and when, as programs: people counted, people as a flow."""
