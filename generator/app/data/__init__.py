"""What a table says of its data beyond keys: capacity, consistency across regions, keys, and what replicas override."""
