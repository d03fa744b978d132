"""Plans near another plan: bettered, mended for a changed scenario, with people kept where they were."""
