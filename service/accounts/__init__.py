"""People who sign in: roles, passwords, second factors and sessions; and the tokens of agencies' systems."""
