"""What agencies' systems are told: what changed about whom they may see, and webhooks that say when to read it."""
