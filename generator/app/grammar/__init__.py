"""DynamoDB's expression grammar: text → tokens → nodes, nothing of tables and values."""
