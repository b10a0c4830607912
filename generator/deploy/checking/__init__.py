"""What preflight looks at, topic by topic: each function is given what is wanted and what is there, and tells what is
wrong. `generator.deploy.preflight` has the list of them."""
